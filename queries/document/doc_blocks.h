/* SPDX-License-Identifier: MIT */
/*
 * Lines into blocks, as Markdown (doc_blocks.c) or reStructuredText
 * (doc_rst.c) means them. A block is read when it ends.
 */
#ifndef KPATH_QUERIES_DOC_BLOCKS_H
#define KPATH_QUERIES_DOC_BLOCKS_H

#include "doc_p.h"

struct blocks {
	struct doc_reader *r;
	int indent;		/* of the paragraph being collected; -1: none */
	struct doc_lines table;
	struct doc_lines fence;
	char lang[32];		/* of the fence, in small letters */

	/* Markdown */
	const char *text_end;	/* of the document */
	enum { FENCE_MARKS, FENCE_PRE, FENCE_BARE } fence_kind;	/* what ends the fence: marks, "</pre>", "}" */
	int in_fence, fence_indent, in_comment, indented, in_list;
	char fence_char;
	size_t fence_len;

	struct rst {
		const char *line;	/* the one before, not read yet: it may be a heading's text */
		size_t len;
		uint32_t number;
		int body;	/* what the lines indented more than `indent` are: enum rst_body */
		int indent;
		int promised;	/* "::" was read: literal lines follow */
		int para;	/* columns before the paragraph's last line */
		int in_table;
	} rst;
};

/* Frees what is being collected, unread. */
void blocks_release(struct blocks *b);
/* Ends what is being collected, and reads it. */
void blocks_end(struct blocks *b);
void blocks_end_fence(struct blocks *b);
void blocks_add_prose(struct blocks *b, const char *s, size_t n, uint32_t line, int indent);
void blocks_add_line(struct doc_lines *l, const char *s, size_t n, uint32_t line);
void blocks_heading(struct blocks *b, const char *s, size_t n, uint32_t line);
/* Columns of blanks before the text; *skip: its bytes. */
int blocks_indent(const char *s, size_t n, size_t *skip);
/* Length of "- ", "12. ", "(1)" before an item, or 0. */
size_t blocks_bullet(const char *s, size_t n);

/* Does C begin here that has no fence? `end`: of the document (doc_bare.c). */
int bare_begins(const char *s, size_t n, const char *end);
/* The line without tags and entities, in code or between words (doc_html.c). */
const char *doc_html_text(struct doc_reader *r, const char *s, size_t *n, int code);
/* Does a line begin, end preformatted text? */
int doc_begins_pre(const char *s, size_t n);
int doc_ends_pre(const char *s, size_t n);

/* One line of the document, without its end; number from 1. */
void markdown_line(struct blocks *b, const char *s, size_t n, uint32_t number);
void markdown_end(struct blocks *b);

/* Is it reStructuredText, by its marks? */
int rst_is(const char *text, size_t len);
void rst_line(struct blocks *b, const char *s, size_t n, uint32_t number);
void rst_end(struct blocks *b);

#endif
