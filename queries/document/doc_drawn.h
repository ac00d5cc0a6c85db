/* SPDX-License-Identifier: MIT */
/*
 * What a drawing in a document says: nodes with functions in them, and arrows between them.
 * Read from Mermaid, PlantUML and Graphviz alike (doc_mermaid.c, doc_flow.c).
 */
#ifndef KPATH_QUERIES_DOCUMENT_DOC_DRAWN_H
#define KPATH_QUERIES_DOCUMENT_DOC_DRAWN_H

#include "base/idmap.h"
#include "doc_p.h"

struct drawn_node {
	const char *label;	/* function, or NULL */
	const char *macro;
	uint32_t line;		/* where it got its label */
	uint8_t decision;	/* drawn as {…}: a condition, not a step */
	uint8_t expression;	/* … with more in it than a name */
	uint8_t sentence;	/* its label says more than a name: a step of the story */
	uint8_t entry;		/* … that it is where a function begins */
	uint32_t nr_out;
	uint32_t in;		/* 1 + the last arrow to it */
};

struct drawn_arrow {
	uint32_t from, to;	/* nodes */
	uint32_t line;
	const char *text;
	size_t len;
	int said;		/* something stands on it */
	uint32_t next_in;	/* 1 + an earlier arrow to the same node */
};

struct drawing {
	struct doc_reader *r;
	struct idmap id;	/* digest of a node's id -> index of node */
	struct drawn_node *node;
	uint32_t nr, alloc;
	struct drawn_arrow *arrow;
	uint32_t nr_arrow, alloc_arrow;
	uint32_t line;		/* that is being read */
	int inner;		/* it shows what one function does: an arrow is an order */
};

#define DRAWN_ENDS 16		/* "A & B --> C & D" */

struct drawn_ends {		/* nodes at one end of an arrow, or before a decision */
	uint32_t node[DRAWN_ENDS];
	uint32_t nr;
};

/* Past blanks and tabs. */
const char *drawn_blanks(const char *s, const char *end);

/* Does the text begin so, in capitals or not? */
int drawn_begins(const char *s, const char *end, const char *with);

/* May a byte stand in the id of a node? */
int drawn_is_id(unsigned char c);

/* The node of an id: its number. One that is new is labelled with the id. */
uint32_t drawn_node(struct drawing *gr, const char *id, size_t n);

/* Gives a node what is written into it. */
void drawn_label(struct drawing *gr, uint32_t node, const char *s, size_t n);

/* The same for what is drawn as a condition, {…}, behind drawn_label(). */
void drawn_decision(struct drawing *gr, uint32_t node, const char *s, size_t n);

/* Adds an arrow that stands in `text` of a line; `said`: something is written on it. */
void drawn_arrow(struct drawing *gr, uint32_t from, uint32_t to, uint32_t line, const char *text,
		 size_t len, int said);

/* Claims of all arrows, where any function is drawn at all; else no node has a label. */
void drawn_tell(struct drawing *gr);

/* ---- doc_flow.c ---- */

/* A flowchart of Mermaid: its nodes and arrows, and their claims. */
void doc_flowchart(struct drawing *gr, const struct doc_lines *l, uint32_t first);

#endif
