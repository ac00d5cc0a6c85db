/* SPDX-License-Identifier: MIT */
/*
 * Verdicts on what a report says (doc.h finds it) by what an index holds.
 *
 *   true       it is so: a call, a place, a registration that the index has
 *   imprecise  it holds in a looser way: by way of other functions, under
 *              another name, at another place
 *   false      it is proved not to be so; `correct` says what is
 *   unknown    the index does not have what it takes to decide
 *
 * A claimed step is imprecise where the least surprising way is short
 * (knowledge: documents.short_hops, short_bits, causes; or, with deferred work
 * and error branches, far_hops, far_bits). It is false only where neither
 * that search nor the text of the caller has it, where no pointer that the
 * caller calls is open, and where the sentence itself named the caller. A
 * name that the index does not have is looked for in the tree: what this
 * configuration leaves out is unknown.
 */
#ifndef KPATH_QUERIES_CHECK_H
#define KPATH_QUERIES_CHECK_H

#include "base/idmap.h"
#include "queries/document/doc.h"
#include "queries/query.h"

enum verdict { V_UNKNOWN, V_FALSE, V_IMPRECISE, V_TRUE, V_NR };	/* the better, the later */
extern const char *const verdict_name[V_NR];

#define CHECK_EVIDENCE 4

#define SAID_ARGS 4
struct q_said {			/* a sentence that was made of a text with gaps */
	const char *en;		/* whole */
	const char *text;	/* with its gaps: "{1} calls {2}" */
	const char *arg[SAID_ARGS + 1];	/* names, or whole sentences again */
	uint32_t nr;
};

struct q_verdict {
	const struct doc_claim *claim;
	uint8_t verdict;		/* enum verdict */
	uint8_t nr_evidence;
	uint8_t hops;			/* of the way that makes it imprecise; 0: none does */
	uint8_t half;			/* … another half of it is what is called: "__f" for "f" */
	uint8_t later;			/* that way leads through deferred work */
	uint8_t nowhere;		/* it names a function that neither index nor tree has */
	uint32_t moved;			/* LISTING: the function that it stands in now, and does */
	uint8_t usual;			/* … such a statement stand in many? */
	uint8_t added;			/* LISTING: unknown, as it may be meant to add what the kernel has not */
	uint8_t backwards;		/* b calls a, where a was said to call b */
	const char *says;		/* the claim in few plain words: "a calls b" */
	const char *why;		/* one sentence; "" where there is nothing to add */
	const char *correct;		/* what is right: "a -> x -> b", "net/ipv4/tcp.c:12"; "" */
	const char *since;		/* what another index says instead: a sentence; or NULL */
	struct q_place evidence[CHECK_EVIDENCE];
};

struct q_check_options {
	const char *const *scenario;	/* as in struct q_path_options */
	const char *const *bind;
	/* Line `line` of a file of the graph, appended without blanks before it;
	 * -1 where it can't be had. NULL: no sources, and listings are compared
	 * by the calls in them only. */
	int (*read_line)(void *ctx, uint32_t file, uint32_t line, struct strbuf *out);
	void *ctx;
	const char *tree;	/* folder of the sources, for what this index has not; or NULL */
};

struct q_check_about {		/* which kernel a document is about */
	const char *version;	/* that it names most often: "4.11"; or NULL */
	const char *before;	/* it names functions that are gone since; or NULL */
	uint32_t names;		/* functions that it names, and that the tree has or had */
	uint32_t gone;		/* … that the tree has no more, or under another name */
};

struct q_check_result {
	struct arena *arena;		/* shared by the documents that are checked together */
	struct doc doc;
	struct q_verdict *v;		/* in the order of the document */
	uint32_t nr;
	uint32_t count[V_NR];		/* by verdict */
	uint32_t kinds[DOC_KIND_NR];
	uint32_t not_checkable;		/* unknown ones that the index can't decide by its nature */
	struct q_check_about about;
	struct q_said *said;		/* the sentences of all verdicts */
	uint32_t nr_said, alloc_said;
	struct idmap said_map;
};

/* Unknown, and by its nature: what something is for, or a call that nobody is said to make. */
int q_not_checkable(const struct q_verdict *v);

/* How one of `says`, `why` and `correct` (or an argument of one) was made; NULL: it is a
 * text without gaps, or no sentence. */
const struct q_said *q_said(const struct q_check_result *res, const char *text);

/*
 * Q_FOUND; Q_UNKNOWN and a sentence where a scenario does not exist; Q_FAILED
 * and a sentence where `text` is no text. A document without claims is
 * Q_FOUND with nr 0. `text` must end in a NUL at text[len].
 */
int q_check(const struct graph *g, const struct knowledge *k, const char *text, size_t len,
	    const struct q_check_options *opt, struct q_check_result *res, struct strbuf *err);
void q_check_release(struct q_check_result *res);

/*
 * Several documents at once: names, ways and the tree are looked up once for
 * all. Each has its own result, in `res`; a document that is no text has none
 * (nr 0) and its sentence in `failed`, an array of nr strings that are NULL
 * else. Returns as q_check; release with q_check_release_all whatever it is.
 */
struct q_check_text {
	const char *text;		/* ends in a NUL at text[len] */
	size_t len;
};
int q_check_all(const struct graph *g, const struct knowledge *k, const struct q_check_text *docs,
		uint32_t nr, const struct q_check_options *opt, struct q_check_result *res,
		const char **failed, struct strbuf *err);
void q_check_release_all(struct q_check_result *res, uint32_t nr);

/*
 * Several indexes: a text is judged by the one of the version that it is about.
 * q_check_version: the version that a text names most often, as major * 1000 + minor;
 * 0: none. q_check_since: fills in `since` where `other`, the same document judged by an
 * index of `version`, has another verdict.
 */
uint32_t q_check_version(const char *text, size_t len);
uint32_t q_check_version_of(const char *version);	/* "6.1.192" -> 6001; 0: it is none */
void q_check_since(struct q_check_result *res, const struct q_check_result *other, const char *version);

#endif
