/* SPDX-License-Identifier: MIT */
/* Sentences that are made far from any report, in the reader's language: by their form. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "report.h"

#define MAX_GAPS 9
#define MAX_STEPS 20000		/* of one comparison */
#define MAX_DEPTH 3		/* a sentence in a gap of a sentence */

/* The catalogue, messages.json. */
static const struct { const char *en, *one, *zh; } messages[] = {
#include "reports/messages.inc"
};

struct gaps {
	const char *at[MAX_GAPS];
	size_t len[MAX_GAPS];
	unsigned steps;
};

static int is_gap(const char *p)
{
	return p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}';
}

/* Does `text` have the form? A gap takes as little as can be. */
static int match(const char *form, const char *text, struct gaps *g)
{
	size_t n = 0, no;

	if (++g->steps > MAX_STEPS)
		return 0;
	while (*form && !is_gap(form)) {
		if (*form != *text)
			return 0;
		form++;
		text++;
	}
	if (!*form)
		return !*text;
	no = (size_t)(form[1] - '1');
	for (;; n++) {
		g->at[no] = text;
		g->len[no] = n;
		if (match(form + 3, text + n, g))
			return 1;
		if (!text[n])
			return 0;
	}
}

static size_t literal(const char *form)
{
	size_t n = 0;

	while (*form) {
		if (is_gap(form)) {
			form += 3;
			continue;
		}
		form++;
		n++;
	}
	return n;
}

/* The form that has most of the text's own letters; -1: none. What is said of one is a form of
 * its own. */
static int form_of(const char *text, struct gaps *g)
{
	struct gaps one;
	size_t i, most = 0;
	int best = -1;

	for (i = 0; i < 2 * ARRAY_SIZE(messages); i++) {
		const char *form = i % 2 ? messages[i / 2].one : messages[i / 2].en;
		size_t n = form ? literal(form) : 0;

		memset(&one, 0, sizeof(one));
		if (n <= most || !match(form, text, &one))
			continue;
		most = n;
		best = (int)(i / 2);
		*g = one;
	}
	return best;
}

static void translate(const char *text, unsigned depth, struct strbuf *out)
{
	struct gaps g;
	int best = depth < MAX_DEPTH && strlen(text) < 4000 ? form_of(text, &g) : -1;
	const char *zh;

	if (best < 0) {
		strbuf_addstr(out, text);
		return;
	}
	for (zh = messages[best].zh; *zh; zh++) {
		if (is_gap(zh)) {
			size_t no = (size_t)(zh[1] - '1');
			char *part = strndup(g.at[no] ? g.at[no] : "", g.len[no]);

			translate(part ? part : "", depth + 1, out);
			free(part);
			zh += 2;
		} else {
			strbuf_addch(out, *zh);
		}
	}
}

void report_message(enum report_lang lang, const char *text, struct strbuf *out)
{
	if (lang == LANG_EN)
		strbuf_addstr(out, text);
	else
		translate(text, 0, out);
}
