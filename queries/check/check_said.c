/* SPDX-License-Identifier: MIT */
/* Sentences with gaps, kept with what fills them: whoever shows one may have it
 * in another language. */
#include "check_p.h"

#include <stdarg.h>
#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"

static void fill(struct strbuf *out, const char *text, const char *const *arg, uint32_t nr)
{
	const char *open;

	for (; (open = strchr(text, '{')); text = open + 3) {
		uint32_t n = (uint32_t)(open[1] - '1');

		strbuf_add(out, text, (size_t)(open - text));
		if (n >= nr || open[2] != '}')
			BUG("a sentence has a gap that nothing fills");
		strbuf_addstr(out, arg[n]);
	}
	strbuf_addstr(out, text);
}

const char *check_say_all(struct checker *c, const char *text, ...)
{
	struct q_check_result *res = c->res;
	struct q_said said = { .text = text };
	struct strbuf sb = STRBUF_INIT;
	uint32_t *at;
	va_list ap;

	va_start(ap, text);
	while (said.nr < SAID_ARGS && (said.arg[said.nr] = va_arg(ap, const char *)))
		said.nr++;
	va_end(ap);
	fill(&sb, text, said.arg, said.nr);
	at = idmap_put(&res->said_map, digest64(sb.buf, sb.len), res->nr_said);
	if (*at == res->nr_said) {
		said.en = arena_strndup(c->a, sb.buf, sb.len);
		ALLOC_GROW(res->said, res->nr_said + 1, res->alloc_said);
		res->said[res->nr_said++] = said;
	}
	strbuf_release(&sb);
	return res->said[*at].en;
}

const char *check_number(struct checker *c, uint32_t n)
{
	return arena_printf(c->a, "%u", n);
}

const struct q_said *q_said(const struct q_check_result *res, const char *text)
{
	const uint32_t *at = idmap_get(&res->said_map, digest64(text, strlen(text)));

	return at && !strcmp(res->said[*at].en, text) ? &res->said[*at] : NULL;
}
