/* SPDX-License-Identifier: MIT */
/*
 * Which kernel a document is about: the version that it names most often, else
 * what follows from the functions it names that are gone since.
 */
#include "check_p.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"

#define MAX_VERSIONS 64		/* different ones of a document */
#define NEAR 16			/* bytes between "kernel" and its number */

struct vote {
	unsigned major, minor, patch;	/* patch: only of 2.6 */
	uint32_t nr;
};

static int is_said_of_kernel(const char *text, const char *at)
{
	static const char *const words[] = { "linux", "Linux", "LINUX", "kernel", "Kernel", "内核", "版本" };
	const char *from = at - text > NEAR ? at - NEAR : text;
	size_t i;

	if (at > text && (at[-1] == 'v' || at[-1] == 'V') &&
	    (at - 1 == text || (!isalnum((unsigned char)at[-2]) && at[-2] != '.' && at[-2] != '_')))
		return 1;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (memmem(from, (size_t)(at - from), words[i], strlen(words[i])))
			return 1;
	return 0;
}

/* "4.13版本", "基于 4.4 内核": what stands behind the number. */
static int is_followed_by_kernel(const char *s, const char *end)
{
	static const char *const words[] = { "版本", "内核", "的内核", "kernel", "版的内核" };
	size_t i, n;

	while (s < end && (isdigit((unsigned char)*s) || *s == '.'))
		s++;
	while (s < end && *s == ' ')
		s++;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		n = strlen(words[i]);
		if ((size_t)(end - s) >= n && !memcmp(s, words[i], n))
			return 1;
	}
	return 0;
}

static const char *read_number(const char *s, unsigned *n)
{
	const char *from = s;

	for (*n = 0; isdigit((unsigned char)*s) && s < from + 4; s++)
		*n = *n * 10 + (unsigned)(*s - '0');
	return s == from ? NULL : s;
}

/* A version of the kernel at s, or NULL; else behind it. */
static const char *read_version(const char *s, struct vote *v)
{
	const char *p;

	memset(v, 0, sizeof(*v));
	s = read_number(s, &v->major);
	if (!s || v->major < 2 || v->major > 9 || *s++ != '.')
		return NULL;
	s = read_number(s, &v->minor);
	if (!s || v->minor > 99 || (v->major == 2 && v->minor > 6))
		return NULL;
	if (v->major == 2 && *s == '.' && (p = read_number(s + 1, &v->patch)))
		s = p;
	return s;
}

/* 0: it names one. */
static int named_version(const char *text, size_t len, struct vote *out)
{
	struct vote all[MAX_VERSIONS], v, *best = NULL;
	const char *s = text, *end = text + len, *p;
	uint32_t nr = 0, i;

	for (; s < end; s++) {
		if (!isdigit((unsigned char)*s) || (s > text && (isdigit((unsigned char)s[-1]) || s[-1] == '.')))
			continue;
		p = read_version(s, &v);
		if (!p || !(is_said_of_kernel(text, s) || is_followed_by_kernel(p, end)))
			continue;
		for (i = 0; i < nr && (all[i].major != v.major || all[i].minor != v.minor ||
				       all[i].patch != v.patch); i++)
			;
		if (i == MAX_VERSIONS)
			break;
		if (i == nr) {
			all[nr] = v;
			all[nr++].nr = 0;
		}
		all[i].nr++;
	}
	for (i = 0; i < nr; i++)
		if (!best || all[i].nr > best->nr)
			best = &all[i];
	if (!best)
		return -1;
	*out = *best;
	return 0;
}

/* ---- is it the one of the index? ------------------------------------------------------ */

#define FEW_NAMES 20		/* one name of as many that is gone says that the text is older */

/* Lines that the text gives for functions, and those of them that are right. */
static void count_lines(struct checker *c, uint32_t *same, uint32_t *other)
{
	const struct doc *d = &c->res->doc;
	uint32_t i;

	for (i = *same = *other = 0; i < d->nr; i++) {
		struct q_verdict v = { .claim = &d->claim[i], .says = "", .why = "", .correct = "" };

		if (v.claim->kind != DOC_LOCATION || !v.claim->at || v.claim->is_struct || v.claim->about ||
		    !check_name(c, v.claim->a)->nr || check_name(c, v.claim->a)->today)
			continue;
		check_location(c, &v);
		*same += v.verdict == V_TRUE;
		*other += v.verdict == V_IMPRECISE;
	}
}

/* Of a function: a constant's value names none. */
static int is_trait(const struct doc_claim *d)
{
	return d->kind == DOC_TRAIT && strcmp(d->b, "value");
}

/* Calls `see` for each name of a claim, once. */
static void each_name(struct checker *c, void (*see)(struct checker *c, const char *name, uint32_t *count),
		      uint32_t *count)
{
	const struct doc *d = &c->res->doc;
	struct idmap seen = IDMAP_INIT;
	uint32_t i, k;

	for (i = 0; i < d->nr; i++) {
		const struct doc_claim *x = &d->claim[i];
		const char *name[] = { x->a, x->kind == DOC_STEP ? x->b : "" };

		if (x->weak || x->is_struct || (x->kind != DOC_STEP && x->kind != DOC_LOCATION &&
						x->kind != DOC_EXISTS && x->kind != DOC_LISTING && !is_trait(x)))
			continue;
		for (k = 0; k < 2; k++) {
			uint32_t *at = idmap_put(&seen, digest_str(name[k]), 0);

			if (!(*at)++ && strchr(name[k], '_') && strncmp(name[k], "->", 2))
				see(c, name[k], count);
		}
	}
	idmap_release(&seen);
}

static void see_age(struct checker *c, const char *name, uint32_t *count)
{
	const struct named *n = check_name(c, name);

	count[0]++;
	count[1] += n->today || k_pairs_get(&c->k->doc.gone, name);
}

enum text_kernel check_kernel(struct checker *c, const char *text, size_t len)
{
	uint32_t has = q_check_version_of(graph_get_meta(c->g, "version"));
	uint32_t said = q_check_version(text, len), same, other, count[2] = { 0 };

	count_lines(c, &same, &other);
	if (other > 3 && other > same)
		return KERNEL_OTHER;
	if (!has)
		return KERNEL_SAME;
	if (said)
		return said == has ? KERNEL_SAME : KERNEL_OTHER;
	each_name(c, see_age, count);
	if (count[1] && count[1] * FEW_NAMES >= count[0])
		return KERNEL_OTHER;
	return same > 2 && same > other ? KERNEL_SAME : KERNEL_UNTOLD;
}

/* "ip_queue_xmit2" of "ip_queue_xmit": another one, not the same written wrongly. */
int check_is_slip(const struct named *n)
{
	const char *a = n->text, *b = n->near;

	while (b && *a + *b) {
		a += strspn(a, "_0123456789");
		b += strspn(b, "_0123456789");
		if (*a != *b)
			return 1;
		a += *a != 0;
		b += *b != 0;
	}
	return 0;
}

static void see_slip(struct checker *c, const char *name, uint32_t *count)
{
	const struct named *n = check_name(c, name);

	if (!n->nr && !check_elsewhere(c, name))
		count[check_is_slip(n)]++;
}

int check_mostly_slips(struct checker *c)
{
	uint32_t count[2] = { 0 };

	if (c->slips == SLIPS_UNASKED) {
		each_name(c, see_slip, count);
		c->slips = count[1] >= count[0] ? SLIPS_MANY : SLIPS_FEW;
	}
	return c->slips == SLIPS_MANY;
}

static void name_version(struct checker *c, const char *text, size_t len)
{
	struct vote v;

	if (named_version(text, len, &v))
		return;
	c->res->about.version = v.major == 2 ? arena_printf(c->a, "%u.%u.%u", v.major, v.minor, v.patch) :
					       arena_printf(c->a, "%u.%u", v.major, v.minor);
}

uint32_t q_check_version(const char *text, size_t len)
{
	struct vote v;

	return named_version(text, len, &v) ? 0 : v.major * 1000 + v.minor;
}

uint32_t q_check_version_of(const char *version)
{
	struct vote v;

	return version && read_version(version, &v) ? v.major * 1000 + v.minor : 0;
}

static int is_older(const char *a, const char *b)
{
	struct vote x, y;

	if (!read_version(a, &x) || !read_version(b, &y))
		return 0;
	if (x.major != y.major)
		return x.major < y.major;
	return x.minor != y.minor ? x.minor < y.minor : x.patch < y.patch;
}

static void count_name(struct checker *c, struct idmap *seen, const char *name)
{
	struct q_check_about *about = &c->res->about;
	uint32_t *at = idmap_put(seen, digest_str(name), 0);
	const struct named *n;
	const char *gone;

	if (!*name || (*at)++ || !strchr(name, '_') || !strncmp(name, "->", 2))
		return;
	n = check_name(c, name);
	gone = k_pairs_get(&c->k->doc.gone, name);
	if (n->nr && !n->today) {
		about->names++;
	} else if (n->today || gone || !check_elsewhere(c, name)) {
		about->names++;
		about->gone++;
	}
	if (gone && (!about->before || is_older(gone, about->before)))
		about->before = gone;
}

void check_version(struct checker *c, const char *text, size_t len)
{
	const struct doc *d = &c->res->doc;
	struct idmap seen = IDMAP_INIT;
	uint32_t i;

	name_version(c, text, len);
	for (i = 0; i < d->nr; i++) {
		const struct doc_claim *x = &d->claim[i];

		if (x->weak || x->is_struct || (x->kind != DOC_STEP && x->kind != DOC_LOCATION && x->kind != DOC_EXISTS &&
						x->kind != DOC_LISTING && !is_trait(x)))
			continue;
		count_name(c, &seen, x->a);
		if (x->kind == DOC_STEP)
			count_name(c, &seen, x->b);
	}
	idmap_release(&seen);
}
