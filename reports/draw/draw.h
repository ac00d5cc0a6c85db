/* SPDX-License-Identifier: MIT */
/*
 * An answer as a Graphviz graph: what dot.c prints and svg.c lays out.
 *
 * Functions are nodes, grouped by directory; a dashed edge goes through a
 * pointer, a bold one is an initcall, an orange one happens later. Tooltips
 * hold the evidence, links lead to the source at its exact version.
 */
#ifndef KPATH_REPORTS_DRAW_H
#define KPATH_REPORTS_DRAW_H

#include "graphviz.h"
#include "reports/columns.h"

/* Conditions that are drawn of one hop at most: those that decide. */
#define DRAW_DIAMONDS 3

/* With r->flow the conditions that a path's calls stand under are diamonds.
 * An end that is 0 is not marked: the path is a piece of a longer one.
 * At most `max` edges (0 = no limit); what is left out, or shown by folders only, is told in
 * r->notes. The caller closes the graph with agclose. */
Agraph_t *draw_path(struct report *r, const struct q_path_result *res);
/* The boxes that a hop adds to a picture; and where the piece of it ends that begins with hop
 * `from` and has at most `each` and one. */
uint32_t draw_boxes(const struct report *r, const struct q_hop *h);
uint32_t draw_piece_end(const struct report *r, const struct q_path *p, uint32_t from, uint32_t each);
Agraph_t *draw_edges(struct report *r, const void *res, uint32_t max);	/* struct q_edges_result */
/* What draw_edges makes of more than `max` of them: whole, but by folders. */
Agraph_t *draw_folded(struct report *r, const struct q_edges_result *res, uint32_t max);

/* One arrow for each step between two states. */
Agraph_t *draw_states(struct report *r, const void *res, uint32_t max);	/* struct q_states_result */

/* One box for each layer, top down, with the tables by which it is reached. */
Agraph_t *draw_layers(struct report *r, const void *res, uint32_t max);	/* struct q_layers_result */

/* The same results as Mermaid. */
int mermaid_edges(struct report *r, const void *res, struct strbuf *err);
int mermaid_states(struct report *r, const void *res, struct strbuf *err);
int mermaid_layers(struct report *r, const void *res, struct strbuf *err);

/* What drawings of other things are made of. Strings are made safe. */
Agraph_t *draw_new(const char *title, const char *rankdir);
Agnode_t *draw_node(Agraph_t *g, const char *name);	/* one a name */
void draw_label(void *edge, const char *lines);		/* '\n' between lines */
void draw_tooltip(void *obj, const char *text);
void draw_html(struct strbuf *out, const char *raw);	/* raw text, safe inside an HTML-like label; appended */
Agnode_t *draw_table(Agraph_t *g, const char *id, const char *html);	/* no shape but this label */
void draw_between(Agraph_t *g, Agnode_t *a, Agnode_t *b);	/* both ways */
void draw_colour(void *obj, const char *colour);
void draw_faint(Agnode_t *n, Agedge_t *e);
/* What agopen takes so that a graph is the same each time. */
Agdisc_t *draw_disc(void);

/* Lays `g` out, appends it as SVG and closes it. */
int svg_render(struct report *r, Agraph_t *g, struct strbuf *out, struct strbuf *err);

/* A document's Mermaid flowchart (the text of its fence, n bytes from line `line`
 * on) as a picture whose arrows have the colours of their verdicts; -1: it is
 * none, or it can't be drawn. */
int draw_flowchart(struct report *r, const char *s, size_t n, uint32_t line,
		   const struct q_check_result *res, struct strbuf *svg);

#endif
