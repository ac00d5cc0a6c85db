/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "frontend.h"

static int is_name(int c)
{
	return isalnum(c) || c == '_' || c == '.' || c == '$';
}

static void add_symbol(struct tu_facts *f, const char *name, size_t len, unsigned line,
		       unsigned flags)
{
	uint32_t id, str = strtab_addn(&f->str, name, len), i;
	struct strbuf usr = STRBUF_INIT;
	struct tu_sym *s;

	for (i = 1; i < f->nr_sym; i++)
		if (f->sym[i].name == str)
			return;
	strbuf_addf(&usr, "c:@F@%.*s", (int)len, name);
	id = facts_sym(f);
	s = &f->sym[id];
	s->kind = SYM_FUNC;
	s->linkage = LINK_EXTERNAL;
	s->name = str;
	s->usr = strtab_addn(&f->str, usr.buf, usr.len);
	s->path = f->file;
	s->line = s->end_line = line;
	s->flags = SYM_DEFINED | SYM_ASM | flags;
	strbuf_release(&usr);
}

/* MACRO(name…) and .globl name[, name…] at the start of a statement. */
static void scan_line(struct tu_facts *f, const struct knowledge *k, const char *p,
		      const char *end, unsigned line)
{
	const char *word;
	size_t n, i;

	while (p < end && isspace((unsigned char)*p))
		p++;
	for (word = p; p < end && is_name((unsigned char)*p); p++)
		;
	n = (size_t)(p - word);
	if (!n)
		return;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if ((n == 6 && !memcmp(word, ".globl", 6)) || (n == 7 && !memcmp(word, ".global", 7))) {
		while (p < end && is_name((unsigned char)*p)) {
			for (word = p; p < end && is_name((unsigned char)*p); p++)
				;
			add_symbol(f, word, (size_t)(p - word), line, 0);
			while (p < end && (*p == ' ' || *p == '\t' || *p == ','))
				p++;
		}
		return;
	}
	if (p >= end || *p != '(')
		return;
	for (i = 0; i < k->asm_macros.nr; i++)
		if (strlen(k->asm_macros.s[i]) == n && !memcmp(k->asm_macros.s[i], word, n))
			break;
	if (i == k->asm_macros.nr)
		return;
	for (p++; p < end && isspace((unsigned char)*p); p++)
		;
	for (word = p; p < end && is_name((unsigned char)*p); p++)
		;
	if (p > word && !isdigit((unsigned char)*word) && *word != '.')
		add_symbol(f, word, (size_t)(p - word), line,
			   strstr(k->asm_macros.s[i], "WEAK") ? SYM_WEAK : 0);
}

int asm_scan(const struct asm_source *src, const struct knowledge *k,
	     struct tu_facts *out, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	const char *p, *end;
	unsigned line = 0;

	facts_clear(out);
	out->file = strtab_add(&out->str, src->file);
	out->unit = strtab_add(&out->str, src->unit);
	if (file_read(src->path, &text, err))
		return -1;
	out->hash = digest64(text.buf, text.len);
	for (p = text.buf, end = p + text.len; p < end;) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		const char *stop = nl ? nl : end;

		scan_line(out, k, p, stop, ++line);
		p = stop + 1;
	}
	facts_digest(out);
	strbuf_release(&text);
	return 0;
}
