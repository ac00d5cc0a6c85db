/* SPDX-License-Identifier: MIT */
/* What the parts of the checker share. */
#ifndef KPATH_QUERIES_CHECK_P_H
#define KPATH_QUERIES_CHECK_P_H

#include "check.h"
#include "queries/path/bindings.h"
#include "queries/path/cost.h"
#include "queries/path/search.h"
#include "queries/query.h"
#include "tree_names.h"

#define MAX_NAMED 32
#define CHECK_MAX_WAYS 20000	/* searches: what comes after them stays unknown */

struct named {			/* what a name of the document stands for */
	const char *text;
	const char *today;	/* it has another name now; else NULL */
	uint32_t func[MAX_NAMED];
	uint32_t nr;		/* 0: there is no such function */
	int has_body;
	const char *near;	/* then: the nearest that there is, or NULL */
};

/* Which kernel a document speaks of: UNTOLD: it names none, and nothing that it says is of another one. */
enum text_kernel { KERNEL_SAME, KERNEL_UNTOLD, KERNEL_OTHER };
enum slips { SLIPS_UNASKED, SLIPS_MANY, SLIPS_FEW };

struct checker {
	const struct graph *g;
	const struct knowledge *k;
	const struct q_check_options *opt;
	struct q_check_result *res;	/* of the document that is judged now */
	struct q_check_result *all;	/* … and of all */
	uint32_t nr_all;
	struct lexicon lex;
	struct arena *a;	/* of the results */

	struct idmap names;	/* digest of a name -> index of `named` */
	struct named **named;	/* in the result's arena */
	uint32_t nr_named, alloc_named;
	uint32_t nr_near;	/* names of this document looked up by distance so far */
	uint32_t nr_searched;	/* wide searches for it */
	uint32_t nr_contexts;	/* searches for entries */

	struct bindings bindings;
	struct cost cost;	/* what is not at once is out */
	struct search search;
	struct idmap pairs;	/* from, to -> 1 + index of `way` */
	struct way *way;
	uint32_t nr_way, alloc_way;
	int partial;		/* the index has only a part of the tree */

	/* the same with what is deferred and whoever executes it, made when needed */
	struct cost wide;
	struct search wide_search;
	struct idmap wide_pairs;	/* from, to -> 1 + index of `wide_found` */
	struct wide_found *wide_found;
	uint32_t nr_wide, alloc_wide;
	uint8_t *open;		/* by function: it calls through a pointer that can't be followed */

	struct tree_names tree;	/* all names of the document */
	struct idmap files;	/* digest of a file of the index -> its number, made when needed */
	uint32_t nr_files;
	struct idmap own;	/* digest of a function that the document shows -> enum own */
	uint8_t kernel;		/* enum text_kernel: of which the document speaks */
	uint8_t slips;		/* enum slips: what its unknown names are */
	const char *nowhere;	/* the name that makes this verdict false, or NULL */
	struct listing_body *body;	/* tokens of the function looked at last */
	char *text;		/* of the file of the tree that was read last */
	const char *text_of;
	uint32_t nr_texts;
	uint32_t nr_exports, nr_values;	/* files read for one, constants looked at for this document */
	uint32_t nr_moved;	/* statements looked for in functions around theirs */
	struct idmap states;	/* digest of a state's word -> index of `places` */
	struct places **places;	/* in the result's arena */
	uint32_t nr_places, alloc_places;
};

struct way {			/* the least surprising way between two functions */
	uint32_t *edge;		/* in the result's arena */
	uint32_t nr;		/* 0: there is none that is short */
	double bits;		/* surprise, without the hops and with less for the choice of targets */
};

enum reach { REACH_NONE, REACH_UNASKED, REACH_FAR, REACH_SHORT };	/* UNASKED: the document has too many */

struct wide_found {		/* what the wide search finds between two functions */
	struct way way;		/* REACH_SHORT */
	uint8_t reach;		/* enum reach; FAR: only in a surprising way */
};

/* A sentence for a verdict; its arguments are strings that live as long as the result. */
const char *check_say_all(struct checker *c, const char *text, ...);
#define check_say(c, ...) check_say_all(c, __VA_ARGS__, (const char *)NULL)
/* A number as such an argument. */
const char *check_number(struct checker *c, uint32_t n);

/* What the index knows by that name; looked for once a name, and kept. */
const struct named *check_name(struct checker *c, const char *text);

/* Fills in which kernel the document is about. */
void check_version(struct checker *c, const char *text, size_t len);
/* Whether that is the one of the index, before any verdict. */
enum text_kernel check_kernel(struct checker *c, const char *text, size_t len);
/* A name that is nowhere, and some letters away from one that there is; are those at least
 * half of the document's names that are nowhere? Then they are mistakes, and of this kernel. */
int check_is_slip(const struct named *n);
int check_mostly_slips(struct checker *c);

/* Verdicts, one function for each kind of claim (document/kinds.def). `v` comes
 * zeroed but for the claim. */
#define DOC_KIND(kind, name, judge, names) void judge(struct checker *c, struct q_verdict *v);
#include "queries/document/kinds.def"
#undef DOC_KIND
/* Does `from` call `to`, at once or by way of others? For claims that say so in other words, too. */
void check_step(struct checker *c, struct q_verdict *v, const char *from, const char *to);
/* "f runs in softirq context": an entry of that kind leads there. */
void check_context(struct checker *c, struct q_verdict *v, const struct named *f);
/* Two that are drawn one after the other: a step, an order of calls, or nothing
 * that can be checked (says stays NULL). */
void check_order(struct checker *c, struct q_verdict *v);
/* A function that calls both, other than what dispatches system calls; or 0. */
uint32_t check_common_caller(struct checker *c, const struct named *a, const struct named *b);
void check_stored(struct checker *c, struct q_verdict *v);
/* As a statement of f, whatever the listing. */
void check_statement(struct checker *c, struct q_verdict *v, const struct named *f,
		     const char *text);
void check_listing_release(struct checker *c);
/* What a statement calls is looked for in the tree. */
void check_want_called(struct checker *c, const char *text);

/* Adds a place to those that a verdict cites, once, while there is room (CHECK_EVIDENCE). */
void check_evidence(struct q_verdict *v, uint32_t file, uint32_t line);
/* "net/ipv4/tcp.c:12", in the arena. */
const char *check_place(struct checker *c, uint32_t file, uint32_t line);
static inline const char *check_func_name(const struct checker *c, uint32_t f)
{
	return graph_str(c->g, graph_func(c->g, f)->name);
}
/* "there is no function x; the nearest is y". */
const char *check_no_name(struct checker *c, const struct named *n);

/* Where the tree has a name that the index has not: a sentence; NULL: nowhere. */
const char *check_elsewhere(struct checker *c, const char *name);
/* Where the tree defines the struct, of what this index was made of first; or NULL. */
const struct tree_place *check_struct_place(struct checker *c, const char *name);
/* What the tree has of that name; or NULL. And a file of the tree in the index, or 0. */
const struct tree_name *check_in_tree(struct checker *c, const char *name);
uint32_t check_file_of_tree(struct checker *c, const char *file);
/* "X is 0x100" */
void check_value(struct checker *c, struct q_verdict *v);
/* A macro of a file that was read: the preprocessor has replaced it, but it is there. */
int check_is_macro(struct checker *c, const char *name);
/* The verdict on a place of what is no function of the index; 0: the tree does not say. */
int check_tree_location(struct checker *c, struct q_verdict *v);
/* Does one of two paths end in the other ("linux/net/x.c", "x.c")? */
int check_same_file(const char *said, const char *file);
/* Which functions the document shows itself, before any verdict. */
void check_note_own(struct checker *c);
/* What can be said of a name that the index does not have: the verdict and why. */
void check_missing(struct checker *c, struct q_verdict *v, const struct named *n);
/* The line of f's text that calls `name`, whether that is compiled or not; 0: none,
 * or the text can't be read (*readable). */
uint32_t check_call_in_text(struct checker *c, uint32_t f, const char *name, int *readable);
/* … that calls what is stored in a field of that name: "ops->open(x)"; 0: none. */
uint32_t check_field_call_in_text(struct checker *c, uint32_t f, const char *name);
/* The line of f's text that has the word; 0: none. */
uint32_t check_word_in_text(struct checker *c, uint32_t f, const char *word);
/* f and what its system call's wrapper, made by a macro, is a shell of. */
#define CHECK_SHELLS 8
uint32_t check_shells(struct checker *c, uint32_t f, uint32_t *out);

static inline int among(const struct named *n, uint32_t func)
{
	uint32_t i;

	for (i = 0; i < n->nr; i++)
		if (n->func[i] == func)
			return 1;
	return 0;
}

/* ---- check_doubt.c ------------------------------------------------------------- */

/* A false that is not proved becomes unknown. */
void check_doubts(struct checker *c, struct q_verdict *v);
/* The same for the listings of a whole document, after all else. */
void check_doubt_listings(struct checker *c);

/* ---- check_step.c -------------------------------------------------------------- */

/* An edge that makes "a calls b" true, or 0; *through: the helper that a hands
 * b to, or 0. */
uint32_t check_edge(struct checker *c, const struct named *a, const struct named *b,
		    uint32_t *through);
/* The short way from one of a to one of b, or NULL. */
const struct way *check_way(struct checker *c, const struct named *a, const struct named *b);
/* "a -> x -> b", with places where `places`. */
const char *check_way_text(struct checker *c, const struct way *w, int places);
/* "a calls ->poll()", "a calls ndo_start_xmit()": through that field. 1: that is the verdict; 0: b is
 * no field, or a function of that name that a calls through no field either. */
int check_through_field(struct checker *c, struct q_verdict *v, const struct named *a,
			const struct named *b);
/* By any edge, deferred ones and error branches too. */
const struct wide_found *check_wide(struct checker *c, const struct named *a, const struct named *b);
const char *check_between(struct checker *c, const struct way *w);

#endif
