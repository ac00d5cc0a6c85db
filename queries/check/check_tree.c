/* SPDX-License-Identifier: MIT */
/* What the tree has beside the index: macros, types, objects, what is not built. */
#include "check_p.h"

#include <string.h>

#include "base/digest.h"

static const unsigned names_of[DOC_KIND_NR] = {	/* DOC_NAMES_ */
#define DOC_KIND(kind, name, judge, names) names,
#include "queries/document/kinds.def"
#undef DOC_KIND
};

static void want_names(struct checker *c, const struct doc *doc)
{
	uint32_t i;

	for (i = 0; i < doc->nr; i++) {
		const struct doc_claim *d = &doc->claim[i];

		if (*d->a && names_of[d->kind] & DOC_NAMES_A)
			tree_names_want(&c->tree, d->a);
		if (*d->b && names_of[d->kind] & DOC_NAMES_B)
			tree_names_want(&c->tree, d->b);
		if (d->alt)
			tree_names_want(&c->tree, d->alt);
		if (*d->to && names_of[d->kind] & DOC_NAMES_TO)
			tree_names_want(&c->tree, d->to);
		if (d->kind == DOC_LISTING)
			check_want_called(c, d->b);
	}
}

uint32_t check_file_of_tree(struct checker *c, const char *file)
{
	const uint32_t *at;
	uint32_t i;

	for (i = 1; i < c->g->nr_file && !c->nr_files; i++)
		*idmap_put(&c->files, digest_str(graph_str(c->g, graph_file(c->g, i)->name)), i) = i;
	c->nr_files = c->g->nr_file;
	at = idmap_get(&c->files, digest_str(file));
	return at ? *at : 0;
}

static int in_index(struct checker *c, const char *file)
{
	return check_file_of_tree(c, file) != 0;
}

/* … or a header for all, of which the index need not have a function. */
static int is_of_this(struct checker *c, const struct tree_place *x)
{
	return in_index(c, x->file) || (x->kind == TREE_MACRO && !strncmp(x->file, "include/", 8));
}

/* "arch/x86/": where the index has its architecture's files; or NULL. */
static const char *architecture(struct checker *c)
{
	uint32_t i;

	for (i = 1; i < c->g->nr_file; i++) {
		const char *s = graph_str(c->g, graph_file(c->g, i)->name), *end;

		end = strncmp(s, "arch/", 5) ? NULL : strchr(s + 5, '/');
		if (end)
			return arena_strndup(c->a, s, (size_t)(end + 1 - s));
	}
	return NULL;
}

const struct tree_name *check_in_tree(struct checker *c, const char *name)
{
	uint32_t i;

	if (!c->opt->tree)
		return NULL;
	if (!c->tree.looked) {
		for (i = 0; i < c->nr_all; i++)
			want_names(c, &c->all[i].doc);
		c->tree.arch = architecture(c);
		tree_names_look(&c->tree, c->opt->tree);
	}
	return tree_names_get(&c->tree, name);
}

/* Of what this index was made of, then of what an option builds, before other
 * architectures and tools; *config: that option, or "". */
static const struct tree_place *best_place(struct checker *c, const struct tree_name *t,
					   struct strbuf *config)
{
	const struct tree_place *best = NULL;
	int rank, best_rank = -1;
	uint32_t i;

	for (i = 0; i < t->nr; i++) {
		struct strbuf sb = STRBUF_INIT;

		rank = t->at[i].kind * 2 + (t->at[i].kind >= TREE_OBJECT && is_of_this(c, &t->at[i]) ? 100 : 0);
		if (rank >= best_rank)
			rank += !tree_config(c->opt->tree, t->at[i].file, &sb);
		if (rank > best_rank) {
			best = &t->at[i];
			best_rank = rank;
			strbuf_clear(config);
			strbuf_add(config, sb.buf, sb.len);
		}
		strbuf_release(&sb);
	}
	return best;
}

const char *check_elsewhere(struct checker *c, const char *name)
{
	const struct tree_name *t = check_in_tree(c, name);
	struct strbuf config = STRBUF_INIT;
	const struct tree_place *best;
	const char *said;

	if (!t)
		return NULL;
	best = best_place(c, t, &config);
	if (best->kind == TREE_MEMBER && !in_index(c, best->file)) {	/* some struct's: it need not be meant */
		strbuf_release(&config);
		return NULL;
	}
	said = check_say(c, best->kind == TREE_MACRO ? "{1} is a macro, in {2}" :
			 best->kind == TREE_STRUCT ? "{1} is a type, in {2}" :
			 best->kind == TREE_FIELD || best->kind == TREE_MEMBER ? "{1} is a field, in {2}" :
			 best->kind == TREE_OBJECT ? "{1} is an object, in {2}" :
			 best->kind == TREE_DECLARED ? "{1} is declared in {2}" : "{1} is in {2}", name,
			 arena_printf(c->a, "%s:%u", best->file, best->line));
	if (is_of_this(c, best))
		said = best->kind == TREE_FUNCTION ?
			check_say(c, "{1}, and this configuration leaves it out", said) : said;
	else if (config.len)
		said = check_say(c, "{1}, not built here (needs {2})", said,
				 arena_strndup(c->a, config.buf, config.len));
	else
		said = check_say(c, "{1}, not built here", said);
	strbuf_release(&config);
	return said;
}

const struct tree_place *check_struct_place(struct checker *c, const char *name)
{
	const struct tree_name *t = check_in_tree(c, name);
	const struct tree_place *best = NULL;
	int rank, best_rank = -1;
	uint32_t i;

	for (i = 0; t && i < t->nr; i++) {
		if (t->at[i].kind != TREE_STRUCT)
			continue;
		rank = in_index(c, t->at[i].file) ? 2 : !strncmp(t->at[i].file, "include/", 8);
		if (rank > best_rank) {
			best = &t->at[i];
			best_rank = rank;
		}
	}
	return best;
}

int check_is_macro(struct checker *c, const char *name)
{
	const struct tree_name *t = check_in_tree(c, name);
	struct strbuf config = STRBUF_INIT;
	const struct tree_place *best = t ? best_place(c, t, &config) : NULL;

	strbuf_release(&config);
	return best && best->kind == TREE_MACRO && is_of_this(c, best);
}

int check_tree_location(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const struct tree_name *t = check_in_tree(c, d->a);
	const struct tree_place *x = NULL;
	struct strbuf config = STRBUF_INIT;
	uint32_t i, slack = d->about ? 20 : 3;

	for (i = 0; t && i < t->nr && !x; i++)
		if (t->at[i].kind >= TREE_OBJECT && (!d->is_struct || t->at[i].kind == TREE_STRUCT) &&
		    check_same_file(d->file, t->at[i].file) &&
		    (t->at[i].kind != TREE_FUNCTION || in_index(c, t->at[i].file)))
			x = &t->at[i];
	if (x) {
		v->verdict = V_TRUE;
		v->why = x->kind != TREE_MACRO ? check_elsewhere(c, d->a) :
			check_say(c, "{1} is a macro, in {2}", d->a, arena_printf(c->a, "%s:%u", x->file, x->line));
		v->correct = arena_printf(c->a, "%s:%u", x->file, x->line);
		if (d->at && x->kind != TREE_FUNCTION && (d->at + slack < x->line || d->at > x->line + slack)) {
			v->verdict = V_IMPRECISE;
			v->why = check_say(c, "the file is right; it stands at line {1}", check_number(c, x->line));
		}
		return 1;
	}
	x = t && t->nr < TREE_PLACES ? best_place(c, t, &config) : NULL;
	strbuf_release(&config);
	if (!x || x->kind < TREE_OBJECT || !in_index(c, x->file) || (d->is_struct && x->kind != TREE_STRUCT))
		return 0;
	v->verdict = V_IMPRECISE;
	v->why = "it is in another file";
	v->correct = arena_printf(c->a, "%s:%u", x->file, x->line);
	return 1;
}
