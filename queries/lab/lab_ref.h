/* SPDX-License-Identifier: MIT */
/*
 * Placeholders in a lab's texts: what they stand for is looked up in the
 * index, so that no sentence names a place that is not there.
 *
 *	{def:F}			function F and where it is defined
 *	{site:F>G}		where F calls G (or sets it up to run); {site:F>G#2}: the
 *				second such place; {site:F>G(CONST)}: the one that gives CONST;
 *				{site:F>G?!vma}: the one under the condition !vma
 *	{call:F>G}		the same, with G before it
 *	{value:FIELD=CONST@F}	CONST, and where F sets FIELD to it
 *	{table:T.FIELD=F}	T.FIELD, and where F is put into it
 *	{entry:F}		what makes F an entry ("fs_initcall"), and where
 *	{path:ID}		the functions of the path of the part ID
 *
 * What stands behind the colon may be several with | between: the first that holds is
 * meant ({def:__alloc_pages|__alloc_pages_noprof}), for kernels of several versions.
 */
#ifndef KPATH_QUERIES_LAB_REF_H
#define KPATH_QUERIES_LAB_REF_H

#include "lab.h"

enum lab_ref_kind { REF_DEF, REF_SITE, REF_CALL, REF_VALUE, REF_TABLE, REF_ENTRY, REF_PATH, REF_NR };

struct lab_ref {
	const char *text;		/* as written, without braces */
	enum lab_ref_kind kind;
	const char *code;		/* what stands before the place, or NULL */
	struct q_place place;		/* file 0: none */
	const struct q_path *path;	/* REF_PATH */
	const char *problem;		/* why it does not hold: a sentence; NULL: it does */
};

/* The placeholder that `text` begins with: its length with braces, 0 where it is none. */
size_t lab_ref_length(const char *text);

/* What a placeholder (its text without braces) stands for; NULL: it was not asked for. */
const struct lab_ref *lab_ref_find(const struct lab_result *res, const char *text, size_t len);

/* Of "a|b" the first that the index has; the first of all where it has none. */
const char *lab_name_there(const struct graph *g, const struct knowledge *k, struct arena *a,
			   const char *names);

/* Does one placeholder (without braces) hold? NULL: it does, else a sentence why not. */
const char *lab_ref_problem(struct lab_result *res, const struct graph *g,
			    const struct knowledge *k, const char *text);

/* The variant of res->lab that is told: the first whose placeholders hold, else the first; NULL: the
 * lab has none. */
const struct lab_variant *lab_variant_here(struct lab_result *res, const struct graph *g,
					   const struct knowledge *k);

/* Looks up all placeholders of a lab whose parts have been run. */
void lab_refs_resolve(struct lab_result *res, const struct graph *g, const struct knowledge *k);
void lab_refs_release(struct lab_result *res);

#endif
