/* SPDX-License-Identifier: MIT */
/*
 * In which order objects are linked: initcalls of one level run in it
 * (include/linux/init.h). Kbuild puts a directory's objects and
 * subdirectories into built-in.a in the order of its Makefile
 * (scripts/Makefile.build), and all of them into vmlinux.a (Linux 6.1).
 */
#include "base/digest.h"
#include "base/xalloc.h"
#include "linkorder.h"
#include "shellsplit.h"

#define MAX_DEPTH 40

void link_order_init(struct link_order *lo)
{
	memset(lo, 0, sizeof(*lo));
}

void link_order_release(struct link_order *lo)
{
	arena_release(&lo->arena);
	idmap_release(&lo->by_name);
	free(lo->archive);
	memset(lo, 0, sizeof(*lo));
}

/* "ar cDPrST", "llvm-ar-19 rcSTPD": makes an archive of names. */
static int makes_archive(const char *program, const char *flags)
{
	const char *base = strrchr(program, '/'), *ar;

	base = base ? base + 1 : program;
	ar = strstr(base, "ar");
	return ar && (ar == base || ar[-1] == '-') && (!ar[2] || ar[2] == '-') &&
		strchr(flags, 'r') && strchr(flags, 'c') && strchr(flags, 'T') &&
		strspn(flags, "cDPrSTsuU") == strlen(flags);
}

/* The words after `printf FORMAT`, where the pipe into xargs begins. */
static size_t printf_before(const struct shell_line *l, size_t pipe)
{
	size_t i = pipe;

	while (i > 0 && l->word[i - 1])
		i--;
	return i + 1 < pipe && !strcmp(l->word[i], "printf") ? i + 1 : pipe;
}

int link_order_find(const struct shell_line *l, struct arena *a, struct strbuf *text,
		    const char ***argv, int *argc)
{
	size_t i, from, to, n = 0;
	const char *format = "%s", *at;
	const char **out;

	for (i = 0; i + 2 < l->nr; i++)
		if (l->word[i] && l->word[i + 1] && l->word[i + 2] &&
		    makes_archive(l->word[i], l->word[i + 1]))
			break;
	if (i + 2 >= l->nr)
		return 0;
	from = i + 3;
	for (to = from; to < l->nr && l->word[to]; to++)
		;
	if (from == to && i >= 2 && l->word[i - 1] && !strcmp(l->word[i - 1], "xargs") &&
	    !l->word[i - 2]) {
		to = i - 2;
		from = printf_before(l, to);
		if (from < to)
			format = l->word[from++];
	}
	at = strstr(format, "%s");
	if (!at)
		return 0;
	out = arena_alloc(a, (to - from + 3) * sizeof(*out));
	out[n++] = "ar";
	out[n++] = l->word[i + 2];
	for (i = from; i < to; i++) {
		strbuf_clear(text);
		strbuf_add(text, format, (size_t)(at - format));
		strbuf_addstr(text, l->word[i]);
		out[n++] = arena_strndup(a, text->buf, text->len);
	}
	*argv = out;
	*argc = (int)n;
	return 1;
}

static const char *plain(const char *name)
{
	while (name[0] == '.' && name[1] == '/')
		name += 2;
	return name;
}

void link_order_add(struct link_order *lo, int argc, const char *const *argv)
{
	struct link_archive *ar;
	uint32_t *id;
	int i;

	if (argc < 2)
		return;
	id = idmap_put(&lo->by_name, digest_str(plain(argv[1])), 0);
	if (*id)
		return;
	ALLOC_GROW(lo->archive, lo->nr + 1, lo->alloc);
	ar = &lo->archive[lo->nr++];
	*id = lo->nr;
	ar->name = arena_strdup(&lo->arena, plain(argv[1]));
	ar->nr = (uint32_t)argc - 2;
	ar->member = arena_alloc(&lo->arena, (ar->nr + 1) * sizeof(*ar->member));
	ar->state = ar->inside = 0;
	for (i = 2; i < argc; i++)
		ar->member[i - 2] = arena_strdup(&lo->arena, plain(argv[i]));
}

struct numbering {
	struct link_order *lo;
	struct idmap at;	/* digest of an object's name -> position */
	uint32_t next;
};

static void number(struct numbering *n, uint32_t archive, unsigned depth)
{
	struct link_archive *ar = &n->lo->archive[archive];
	uint32_t i, *sub;

	if (ar->state || depth > MAX_DEPTH)
		return;
	ar->state = 1;
	for (i = 0; i < ar->nr; i++) {
		uint64_t name = digest_str(ar->member[i]);

		sub = idmap_get(&n->lo->by_name, name);
		if (sub)
			number(n, *sub - 1, depth + 1);
		else if (!*idmap_put(&n->at, name, 0))
			*idmap_put(&n->at, name, 0) = ++n->next;
	}
}

/* vmlinux.a first, the others by name. */
static int cmp_archive(const void *a, const void *b, void *order)
{
	const struct link_order *lo = order;
	const char *x = lo->archive[*(const uint32_t *)a].name;
	const char *y = lo->archive[*(const uint32_t *)b].name;
	int whole = !strcmp(y, "vmlinux.a") - !strcmp(x, "vmlinux.a");

	return whole ? whole : strcmp(x, y);
}

void link_order_apply(struct link_order *lo, struct compdb *db)
{
	struct numbering n = { .lo = lo, .at = IDMAP_INIT };
	uint32_t *root = xcalloc(lo->nr + 1, sizeof(*root)), nr = 0, i, j, *sub;
	size_t k;

	for (i = 0; i < lo->nr; i++)
		for (j = 0; j < lo->archive[i].nr; j++) {
			sub = idmap_get(&lo->by_name, digest_str(lo->archive[i].member[j]));
			if (sub)
				lo->archive[*sub - 1].inside = 1;
		}
	for (i = 0; i < lo->nr; i++)
		if (!lo->archive[i].inside)
			root[nr++] = i;
	if (nr)
		qsort_r(root, nr, sizeof(*root), cmp_archive, lo);
	for (i = 0; i < nr; i++)
		number(&n, root[i], 0);
	free(root);
	for (k = 0; k < db->nr; k++) {
		sub = idmap_get(&n.at, digest_str(db->cmd[k].object));
		db->cmd[k].link_order = sub ? *sub : 0;
	}
	idmap_release(&n.at);
}
