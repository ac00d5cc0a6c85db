/* SPDX-License-Identifier: MIT */
/*
 * libclang shows the operands of an asm() but not its text; and what stands in the source
 * may be the work of several macros ("call " STATIC_CALL_TRAMP_STR(preempt_schedule),
 * ALTERNATIVE() in one that FAT_IOCTL_FILLDIR_FUNC() uses, Linux 6.1). So the function is
 * printed, once, and the statements are told apart by their order.
 */
#include "asmprint.h"

#include <ctype.h>
#include <string.h>

#include "asm_p.h"
#include "base/xalloc.h"
#include "section.h"

#define MAX_STATEMENTS 4096

const char *asm_skip_quoted(const char *s, const char *end)
{
	const char quote = *s;

	for (s++; s < end && *s != quote; s++)
		s += *s == '\\' && s + 1 < end;
	return s < end ? s + 1 : end;
}

static enum CXChildVisitResult see_statement(CXCursor c, CXCursor parent, CXClientData data)
{
	struct asm_print *p = data;

	(void)parent;
	if (clang_getCursorKind(c) != CXCursor_GCCAsmStmt)
		return CXChildVisit_Recurse;
	if (p->nr == MAX_STATEMENTS)
		return CXChildVisit_Break;
	ALLOC_GROW(p->c, p->nr + 1, p->alloc);
	p->c[p->nr++] = c;
	return CXChildVisit_Recurse;
}

/* "asm (", "asm volatile goto ("; no asm("label") of a variable. NULL for none. */
static const char *next_statement(const char *s, const char *end)
{
	int word = 0;

	while (s < end) {
		if (*s == '"' || *s == '\'') {
			s = asm_skip_quoted(s, end);
			word = 0;
			continue;
		}
		if (!word && end - s > 4 && !memcmp(s, "asm ", 4))
			return memchr(s, '(', (size_t)(end - s));
		word = isalnum((unsigned char)*s) || *s == '_';
		s++;
	}
	return NULL;
}

/* Of the function at hand: its statements, and the text of each. */
static void print_function(struct walk *w)
{
	struct asm_print *p = &w->asm_print;
	const char *s, *end;
	uint32_t i = 0;

	p->done = 1;
	p->nr = 0;
	if (!p->printed.buf)
		strbuf_init(&p->printed);
	strbuf_clear(&p->printed);
	if (clang_Cursor_isNull(w->def) || section_print(w, w->def, 0, &p->printed) ||
	    !p->printed.len)
		return;
	clang_visitChildren(w->def, see_statement, p);
	ALLOC_GROW(p->text, p->nr + 1, p->alloc_text);
	s = p->printed.buf;
	for (end = s + p->printed.len; (s = next_statement(s, end)); s++) {
		if (i < p->nr)
			p->text[i] = (size_t)(s - p->printed.buf);
		i++;
	}
	if (i != p->nr)		/* not all of what is printed was seen, or the other way round */
		p->nr = 0;
}

const char *asm_printed(struct walk *w, CXCursor c)
{
	const struct asm_print *p = &w->asm_print;
	uint32_t i;

	if (!p->done)
		print_function(w);
	for (i = 0; i < p->nr; i++)
		/* the statement; which declaration it was come to from differs */
		if (p->c[i].data[1] == c.data[1])
			return p->printed.buf + p->text[i];
	return NULL;
}

void asm_print_release(struct walk *w)
{
	free(w->asm_print.c);
	free(w->asm_print.text);
	strbuf_release(&w->asm_print.printed);
}
