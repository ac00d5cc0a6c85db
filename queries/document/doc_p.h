/* SPDX-License-Identifier: MIT */
/* What the parts of the document reader share. */
#ifndef KPATH_QUERIES_DOC_P_H
#define KPATH_QUERIES_DOC_P_H

#include "base/idmap.h"
#include "doc.h"

/* ---- tokens (doc_tokens.c) ------------------------------------------------ */

enum tok_type {
	TOK_WORD,	/* a word that says nothing to us, or a run of Chinese */
	TOK_FILLER,
	TOK_FUNC,	/* name, args (NULL without parentheses) */
	TOK_MAYBE,	/* looks like a function, but the index does not have it and nothing says so */
	TOK_FILE,	/* name, num: line, func: "file.c:func" */
	TOK_STRUCT,
	TOK_INITCALL,	/* name: macro, args: function or NULL */
	TOK_STATE,
	TOK_NUMBER,
	TOK_ARROW, TOK_COMMA, TOK_STOP, TOK_OPEN, TOK_CLOSE, TOK_CELL,
	/* phrases */
	TOK_CALLS, TOK_CALLED_BY, TOK_AGENT, TOK_LOCATED, TOK_REGISTERS, TOK_FROM, TOK_TO,
	TOK_SETS, TOK_WITHIN, TOK_SUCH_AS, TOK_THIS_ONE, TOK_IT, TOK_LIST_HEAD, TOK_NEGATION,
	TOK_ABOUT, TOK_LINE, TOK_THROUGH, TOK_WHEN, TOK_PASSES, TOK_FUNCTION, TOK_STRUCTURE, TOK_AND,
	TOK_TIME, TOK_ACT, TOK_CALLED, TOK_DOES, TOK_THAT_CALL, TOK_ALL_OF,
	TOK_TYPES
};

struct tok {
	uint8_t type;		/* enum tok_type */
	uint8_t chinese;
	uint8_t code;		/* stands between backticks, or has parentheses */
	uint8_t used;		/* part of a chain */
	uint8_t said;		/* it is no function of the index, but the words around say that it is one */
	uint32_t at, end;	/* bytes of the text */
	uint32_t num;
	const char *name, *args, *func;
};

struct toks {
	struct tok *t;
	uint32_t nr, alloc;
};

struct phrase {			/* one of the knowledge's, by its first byte */
	const char *text;
	uint16_t len;
	uint8_t type;
	const char *act;	/* ACT: what it stands for */
	struct phrase *next;
};

#define DOC_TOPICS 16

struct doc_reader {
	struct doc *d;
	const struct lexicon *lex;
	struct phrase *phrase[256];
	struct arena phrases;
	struct toks toks;

	/* the block that is read now: its text, and the line of each of its parts */
	struct strbuf block;
	int stack_said;		/* the paragraph before says that a stack follows */
	int is_item;		/* it is an item of a list */
	struct doc_part { uint32_t at, line; } *part;
	uint32_t nr_part, alloc_part;

	/* what is spoken of: by headings and the items of lists around */
	struct doc_topic { int indent, lists_callees; const char *func; } topic[DOC_TOPICS];
	int nr_topic;
	const char *heading;	/* function that the last heading names, or NULL */
	const char *subject;	/* … of the last sentence; NULL = nobody known */
	const char *last;	/* the function named last */
	const char *last_struct;
	const char *shown_in;	/* file that the paragraph before says the listing is of; or NULL */
	uint32_t shown_line;	/* … from this line of it on; 0: not said */
	int variant;		/* … or that it is another version than the kernel's */
	const char *syscall;	/* the system call named last */
	const char *recent[6];	/* whom sentences were about or came to, the last one first */
	const char *opens;	/* the paragraph before ends in "f calls:"; else NULL */
	struct { int indent; const char *func; } item;	/* call that the list's last item begins with */

	struct idmap own;	/* digests of names that the document calls somewhere: "f(" */

	/* functions that sentences name, for claims that they exist */
	struct doc_mention { const char *name; uint32_t line; uint8_t graph; } *mention;
	uint32_t nr_mention, alloc_mention;
};

/* Adds the words of the knowledge that stand for acts: calls, sets, registers, … */
void phrases_init(struct doc_reader *r);
/* Cuts `n` bytes of text into words and signs: r->tok. */
void toks_read(struct doc_reader *r, const char *s, size_t n);

/* What is known as a function in drawings: its name, or NULL. Takes the first
 * name of a label such as "kernel: sys_connect()". *macro: an initcall's
 * macro around it, or NULL. */
const char *doc_label(struct doc_reader *r, const char *s, size_t n, const char **macro);
/* The index has such a function, or older kernels had. */
int doc_is_known(const struct doc_reader *r, const char *name);
/* The state that a label names, or NULL. */
const char *doc_state(struct doc_reader *r, const char *s, size_t n);

/* ---- claims (doc.c) -------------------------------------------------------- */

/* A new claim of the line, its strings empty; NULL where there are too many. */
struct doc_claim *doc_add(struct doc_reader *r, enum doc_kind kind, uint32_t line,
			  const char *text, size_t n);
void doc_step(struct doc_reader *r, uint32_t line, const char *text, size_t n,
	      const char *a, const char *b, int graph);
/* `name` is in `file`, at line `at`; NULL too where the line has said so. */
struct doc_claim *doc_place(struct doc_reader *r, uint32_t line, const char *text, size_t n,
			    const char *name, const char *file, uint32_t at);
/* A function is named: `graph`, in a drawing. */
void doc_mention(struct doc_reader *r, const char *name, uint32_t line, int graph);
/* A node of a drawing may be an initcall's macro around a function. */
void doc_edge(struct doc_reader *r, uint32_t line, const char *text, size_t n,
	      const char *a, const char *amacro, const char *b, const char *bmacro);

/* "[f](https://…/net/ipv4/tcp.c#L12)", "[f]: https://…": a function and where it
 * is; returns the line without the addresses. */
const char *doc_links(struct doc_reader *r, const char *s, size_t *n, uint32_t line);

/* Notes the names that a text calls; is this one of them (doc_own.c)? */
void doc_own_names(struct doc_reader *r, const char *s, size_t len);
int doc_is_own(const struct doc_reader *r, const char *s, size_t n);

/* Where in the document each claim stands (doc_span.c). */
void doc_spans(struct doc *d, const char *text, size_t len);

/* ---- kinds of blocks -------------------------------------------------------- */

struct doc_lines {		/* lines of a fence */
	const char **at;
	uint32_t *len;
	uint32_t nr, alloc;
	uint32_t first;		/* number of the first one in the document */
};

/* Reads claims out of sentences; out of a table. */
void doc_prose(struct doc_reader *r, int indent);	/* r->block */
void doc_table(struct doc_reader *r, const struct doc_lines *l);
int doc_mermaid(struct doc_reader *r, const struct doc_lines *l);	/* 0: it was one */
int doc_perf(struct doc_reader *r, const struct doc_lines *l);		/* 0: perf printed it */
int doc_column(struct doc_reader *r, const struct doc_lines *l);	/* 0: a stack of names */
int doc_place_lines(struct doc_reader *r, const struct doc_lines *l);	/* 0: functions and files */
int doc_remarks(struct doc_reader *r, const struct doc_lines *l);	/* 0: functions and remarks */
/* A drawing of words with functions in it: hints at who calls whom. */
void doc_picture(struct doc_reader *r, const struct doc_lines *l);
/* a may call b: it counts where a does so itself. */
void doc_hint_step(struct doc_reader *r, uint32_t line, const char *a, const char *b);
int doc_braces(struct doc_reader *r, const struct doc_lines *l);	/* 0: a tree in braces */
/* Does the paragraph r->block end in words that a stack follows ("Call Trace:")? */
void doc_stack_said(struct doc_reader *r);
int doc_tree(struct doc_reader *r, const struct doc_lines *l);		/* 0: it was one */
/* Do lines begin with arrows and branches, as no C does? */
int doc_is_drawn(const struct doc_lines *l);
int doc_traced(struct doc_reader *r, const struct doc_lines *l);	/* 0: all lines are "=> f", a tracer's stack */
int doc_frames(struct doc_reader *r, const struct doc_lines *l);	/* 0: a backtrace or a recorded run */
void doc_listing(struct doc_reader *r, const struct doc_lines *l);

/* The number of the line that byte `at` of the block stands in. */
uint32_t doc_line_at(const struct doc_reader *r, uint32_t at);

/* The name of name_len bytes has the value that stands `value` bytes behind `text`, value_n long. */
void doc_value(struct doc_reader *r, uint32_t line, const char *text, size_t n, const char *name,
	       size_t name_len, const char *value, size_t value_len);
/* "#define X 64", a line of a listing. */
void doc_define(struct doc_reader *r, uint32_t line, const char *s, size_t n);

int doc_is_keyword(const char *s, size_t n);	/* of C: "if", "sizeof" */

static inline int doc_is_word(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* … or of a file's name, folders and all? */
static inline int doc_in_path(unsigned char c)
{
	return doc_is_word(c) || c == '/' || c == '.' || c == '-';
}

#endif
