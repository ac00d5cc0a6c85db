/* SPDX-License-Identifier: MIT */
/* The tokens of one block, as its readers walk over them. */
#ifndef KPATH_QUERIES_DOC_WALK_H
#define KPATH_QUERIES_DOC_WALK_H

#include <string.h>

#include "doc_p.h"

#define GAP 6		/* tokens that may stand between things that belong together */

#define ASKED 2

enum bare { NOT_BARE, AFTER_FILLER, AFTER_PREPOSITION };

struct walk {
	struct doc_reader *r;
	struct tok *t;
	uint32_t nr;
	const char *subject, *other;	/* whom the sentence is about, and who it may be instead */
	const char *last;		/* function named last */
	const char *earlier;		/* … and the one before it */
	const char *inside;		/* "in f(), …": whatever does it, it happens in f */
	const char *ended;		/* function that the sentence before came to at last */
	const char *syscall;		/* "when a program calls f": what follows comes of it */
	const char *before;		/* subject of the sentence before */
	int said;			/* … which stands in this block */
	unsigned words, funcs;		/* of this clause that say something; of this sentence */
	int named;			/* this clause names its subject */
	int bare;			/* … begins so: it has none of its own */
	int foreign;			/* somebody who is no function does it */
	int negated;			/* … or ASKED: "whether": what is named there is still looked at */
	uint32_t begun;			/* claims before this sentence */
	uint32_t first;			/* token that it begins with */
	int guessed;			/* the subject was not named in this sentence */
	uint32_t subject_at;		/* token that names it; UINT32_MAX: none does */

	/* a verb that waits for its objects */
	int pending;			/* 1, or 2: one that "to" stands before ("passes it to f") */
	uint32_t verb, objects, gap;
	const char *caller, *caller_other;
	const char *opens;		/* who is said to call what stands below */
	const char *did;		/* who made the last call of this sentence */
	int all;			/* not the subject alone does it, but all that were spoken of */
	int chained;			/* the sentence has a chain in it */
	int caller_guessed;		/* … is not named in this sentence */
	int caller_weak;		/* … nor sure to be meant */
	uint32_t caller_at;		/* token that names it, or UINT32_MAX */
};

static inline uint32_t line_of(const struct walk *w, uint32_t i)
{
	return doc_line_at(w->r, w->t[i].at);
}

static inline const char *text_of(const struct walk *w, uint32_t i)
{
	return w->r->block.buf + w->t[i].at;
}

/* Behind the token and what closes its markup, and blanks. */
static inline const char *text_behind(const struct walk *w, uint32_t i)
{
	const char *s = w->r->block.buf + w->t[i].end;

	return s + strspn(s, "` *");
}

static inline int type_at(const struct walk *w, uint32_t i)
{
	return i < w->nr ? w->t[i].type : TOK_STOP;
}

static inline int is_name(const struct walk *w, uint32_t i)
{
	return type_at(w, i) == TOK_FUNC && !w->t[i].used;
}

/* The next token from `i` on that is none of the kinds in `skip` (a set of bits). */
static inline uint32_t skip(const struct walk *w, uint32_t i, uint64_t kinds, unsigned most)
{
	while (i < w->nr && most-- && (kinds >> w->t[i].type & 1))
		i++;
	return i;
}

#define BIT(type) (1ull << (type))

/* ---- doc_prose.c ----------------------------------------------------------- */

/* A claim that a calls b, as the tokens first to end say; other: who it may be instead of a;
 * guessed: a is not named there. */
void walk_step(struct walk *w, uint32_t first, uint32_t end, const char *a, const char *b,
	       const char *other, int guessed);
/* One that the words only suggest: it counts where it holds. */
void walk_weak_step(struct walk *w, uint32_t first, uint32_t end, const char *a, const char *b);
/* The function that the sentence before, a heading, an item above or the paragraph before
 * speaks of; or NULL. */
const char *walk_topic(const struct walk *w);
void walk_set_last(struct walk *w, const char *name);
#define SMALL (BIT(TOK_FILLER) | BIT(TOK_FUNCTION))

/* What "this function" before token i stands for; its token, or UINT32_MAX. */
uint32_t walk_named_before(const struct walk *w, uint32_t i, int structs);
/* The function that a transition to the state at `after` is said to happen in, or NULL. */
const char *walk_state_place(struct walk *w, uint32_t after);
void walk_add_state(struct walk *w, uint32_t from, uint32_t to, const char *func);
int walk_is_colon(const struct walk *w, uint32_t i);

/* Ends a clause: the next one has named nobody yet and denies nothing. */
void walk_end_clause(struct walk *w);
/* The verb at i, whose objects come next: who does it is decided here. */
void walk_begin_verb(struct walk *w, uint32_t i);
/* The function at i is an object of the verb that waits. */
void walk_object(struct walk *w, uint32_t i);
/* The function at i becomes the subject of its clause. */
void walk_subject(struct walk *w, uint32_t i);

/* ---- doc_passive.c --------------------------------------------------------- */

/* "由 X 调用 Y", "Y 由 X 调用", "Y 被 X 调用", i: the word before X. The last token used. */
uint32_t walk_agent(struct walk *w, uint32_t i);
/* "is called by X and Y", i: the verb. The last token used. */
uint32_t walk_called_by(struct walk *w, uint32_t i);
/* "从 A 变为 B", "from A to B", "sets the state to B", i: A, or B alone. The last token used. */
uint32_t walk_state(struct walk *w, uint32_t i);

/* ---- doc_named.c ----------------------------------------------------------- */

/* The function at i: subject, object, or named in passing. */
void walk_function(struct walk *w, uint32_t i);
/* The field at i, where the verb waits for what it calls; 1: that is its object. */
int walk_field_object(struct walk *w, uint32_t i);
/* "it", "this function" at i: what that stands for is taken. */
void walk_pronoun(struct walk *w, uint32_t i);
/* "through", "by way of" at i. */
void walk_through(struct walk *w, uint32_t i);
/* The comma at i: does it end the clause? */
void walk_comma(struct walk *w, uint32_t i);

/* ---- doc_said.c ------------------------------------------------------------ */

/* Does a word that token i follows name somebody who is no function: "processes that"? */
int walk_actor_before(const struct walk *w, uint32_t i);
/* "… epoll_wait() 被阻塞的进程": what stands before was said of a process. */
int walk_is_relative(const struct walk *w, uint32_t i);
/* "after f", "f 返回后，": says when, not who. */
int walk_is_time(const struct walk *w, uint32_t i);
/* "whether", "是否": what follows is asked, and not denied. */
int walk_is_whether(const struct walk *w, uint32_t i);
/* "(f)", and nothing is said of f behind it. */
int walk_is_remark(const struct walk *w, uint32_t i);
/* "其执行的过程": the verb says which one. */
int walk_is_participle(const struct walk *w, uint32_t i);
/* "f 是 g 的简单封装", i: g. */
int walk_is_wrapped(const struct walk *w, uint32_t i);
/* The plain name of a system call, which programs make. */
int walk_is_syscall(const struct walk *w, uint32_t i);
/* "f 的主要工作由 g 完成", i: g. */
int walk_does_the_work(const struct walk *w, uint32_t i);

/* ---- doc_acts.c ------------------------------------------------------------ */

/* A claim that whoever the sentence is about does what the word at i stands for. */
void walk_act(struct walk *w, uint32_t i);

/* ---- doc_uses.c ------------------------------------------------------------ */

/* "field is set to f", "把 f 赋给 field", i: the verb; the last token used, or i. */
uint32_t walk_field_set(struct walk *w, uint32_t i);
/* "f is called through x->open", "f does it with x->open", i: x->open; 1: that is said. */
int walk_field_means(struct walk *w, uint32_t i);
/* ".open = f", i: f; a claim of what is stored there. */
int walk_field_is(struct walk *w, uint32_t i);
/* The sentence's function and the global at i: it uses that, if anything. */
void walk_global(struct walk *w, uint32_t i);

/* ---- doc_calls.c ----------------------------------------------------------- */

/* The macro at i registers a function, named in it or near it. */
void walk_initcall(struct walk *w, uint32_t i);
/* The number at i is the level at which the sentence's function runs at boot, if any. */
void walk_level(struct walk *w, uint32_t i);
/* The call at i, where it hands over a function or a table. */
void walk_whole_call(struct walk *w, uint32_t i);

/* ---- doc_beside.c ---------------------------------------------------------- */

/* Whom else the inferred claim may be about. */
void walk_others(const struct walk *w, struct doc_claim *c);
/* The sentence of the tokens from `from` up to `end` is over: what was not read of it. */
void walk_rest(struct walk *w, uint32_t from, uint32_t end);

/* ---- doc_members.c --------------------------------------------------------- */

/* Claims of members of structs; such names are no functions. */
void walk_members(struct walk *w);

/* ---- doc_traits.c ---------------------------------------------------------- */

/* Claims of what functions and constants are: "f is static", "f takes two arguments", "X is 64". */
void walk_traits(struct walk *w);

/* ---- doc_hints.c ----------------------------------------------------------- */

/* The block is an item of a list that may begin with a call, or end in one: whoever the list is
 * about makes it, or the item before. */
void walk_item(struct walk *w, int indent, const struct doc_topic *topic);
/* The block begins with a name, and the one before ends in "f calls:". */
void walk_opened(struct walk *w);
/* The function at i is called by what stands around it: "f 里面的 g". 1: that is all of it. */
int walk_hinted(struct walk *w, uint32_t i);
/* "(f at line 377)" */
int walk_is_aside(const struct walk *w, uint32_t i);
/* "f 在 g 中被调用", i: the verb. 1: it is said so. */
int walk_called_within(struct walk *w, uint32_t i);
/* The flag or field at i is used by the sentence's function, if anything. */
void walk_named_thing(struct walk *w, uint32_t i);
/* The function at i is registered by the sentence's function, if anything. */
void walk_registered(struct walk *w, uint32_t i);
/* A sentence is about that function. */
void walk_note_recent(struct walk *w, const char *name);
/* The function at i is called by one of those that were spoken of, if by any. */
void walk_by_recent(struct walk *w, uint32_t first, uint32_t i);
/* "calls the protocol's function, for TCP that is f", i: f. */
void walk_that_is(struct walk *w, uint32_t i);
/* "the handler of tcp_protocol is f", i: f: a table, a field of it and f in one sentence. */
void walk_member(struct walk *w, uint32_t i);
/* "Then f() at line 5 sets the flag", "finally f() is called": one of those that were spoken of
 * may call f. */
void walk_next_step(struct walk *w, uint32_t i);
/* "This sets …", not "this flag". */
int walk_is_this(const struct walk *w, uint32_t i);

/* "它会在 f 中被调用", i: the pronoun: f calls what was named last. 1: it is said so. */
int walk_it_is_called(struct walk *w, uint32_t i);

/* ---- doc_whereis.c --------------------------------------------------------- */

/* "tcp_v4_rcv: takes a segment, net/ipv4/tcp_ipv4.c": an item about a function that ends in
 * a file. 1: it was one. */
int walk_item_place(struct walk *w, uint32_t file);
/* The function at i is in `file`, which stands before it: so are those listed behind it. */
void walk_more_places(struct walk *w, uint32_t i, uint32_t file);

/* ---- doc_plain.c ----------------------------------------------------------- */

/* Tokens: is it as plain as "subject calls object", "patient is called by actor"? */
int walk_plain_call(const struct walk *w, uint32_t subject, uint32_t verb, uint32_t object);
int walk_plain_passive(const struct walk *w, uint32_t patient, uint32_t verb, uint32_t by);

/* ---- doc_places.c ---------------------------------------------------------- */

/* Makes functions of names that the words around say are some. */
void walk_promote(struct walk *w);
/* `name` at token `from` is in the file at token `file`. */
void walk_add_place(struct walk *w, uint32_t from, uint32_t file, const char *name, int is_struct);
/* Claims about files and structs. */
void walk_places(struct walk *w);
/* Claims of chains (a -> b); marks their names as used. */
void walk_chains(struct walk *w);

#endif
