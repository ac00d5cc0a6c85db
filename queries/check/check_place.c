/* SPDX-License-Identifier: MIT */
/* "f is in file.c, line 12", "f exists". */
#include "check_p.h"

#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "queries/names.h"

/* "linux-5.0/", "/usr/src/linux-5.0/", not "arch/arm64/": what a text may write before a path of the tree. */
static int is_before_tree(const char *s, size_t n)
{
	const char *slash = memchr(s, '/', n);

	return !slash || slash == s + n - 1 || strchr("/~.", *s) || memmem(s, n, "linux", 5) || memmem(s, n, "kernel-", 7);
}

int check_same_file(const char *said, const char *file)
{
	size_t n = strlen(said), m = strlen(file);
	const char *build = "<build>/";

	if (!strncmp(file, build, strlen(build))) {
		file += strlen(build);
		m = strlen(file);
	}
	return n <= m ? q_path_tail(file, said, n) : q_path_tail(said, file, m) && is_before_tree(said, n - m);
}

static int file_is_known(const struct checker *c, const char *said)
{
	uint32_t i;

	for (i = 1; i < c->g->nr_file; i++)
		if (check_same_file(said, graph_str(c->g, graph_file(c->g, i)->name)))
			return 1;
	return 0;
}

static int is_in_tree(const struct checker *c, const char *said)
{
	struct strbuf path = STRBUF_INIT;
	int there;

	strbuf_addf(&path, "%s/%s", c->opt->tree ? c->opt->tree : ".", said);
	there = c->opt->tree && !access(path.buf, F_OK);
	strbuf_release(&path);
	return there;
}

/* The part of a path that is a file of the tree: of "linux-4.19/net/x.c" the folder's name may be
 * another one. NULL: no part is. */
static const char *in_tree(const struct checker *c, const char *s)
{
	while (s && !is_in_tree(c, s)) {
		s = strchr(s, '/');
		s = s ? s + 1 : NULL;
	}
	return s;
}

/* Also what this configuration does not build. */
static int file_is_there(const struct checker *c, const char *said)
{
	return file_is_known(c, said) || in_tree(c, said);
}

/* A file of the tree that this configuration does not build, by its whole path: another
 * function of the name may be in it. */
static int is_left_out(const struct checker *c, const char *said)
{
	const char *s = strchr(said, '/') && !file_is_known(c, said) ? in_tree(c, said) : NULL;

	return s && !file_is_known(c, s);
}

/* A call of one of them in that file, on that line unless it is 0; 0: none is there. */
static uint32_t call_in(const struct checker *c, const struct named *n, const char *said, uint32_t at)
{
	const struct graph *g = c->g;
	uint32_t i, k, e;

	for (i = 0; i < n->nr; i++) {
		const struct g_func *f = graph_func(g, n->func[i]);

		for (k = 0; k < f->nr_nodes; k++) {
			const struct g_node *node = graph_node(g, f->node + k);

			for (e = node->in; e < node->in + node->nr_in; e++) {
				uint32_t site = graph_edge(g, graph_in_edge(g, e))->site;

				if (site && graph_site(g, site)->file &&
				    (at ? graph_site(g, site)->line == at :
				     graph_edge(g, graph_in_edge(g, e))->rule == GR_DIRECT) &&
				    check_same_file(said, graph_str(g, graph_file(g, graph_site(g, site)->file)->name)))
					return site;
			}
		}
	}
	return 0;
}

/* "calls [f](…/caller.c)", "calls f (caller.c:12)": the place is that of the call. */
static int is_call(struct checker *c, struct q_verdict *v, const struct named *n)
{
	const struct doc_claim *d = v->claim;
	uint32_t site = d->called && !d->about ? call_in(c, n, d->file, d->at) : 0;

	if (site)
		v->says = check_say(c, "{1} is called in {2}, line {3}", d->a, d->file, check_number(c, d->at));
	else if (v->verdict == V_UNKNOWN && d->link && (site = call_in(c, n, d->file, 0)) != 0)
		v->says = check_say(c, "{1} is called in {2}", d->a, d->file);
	if (!site)
		return 0;
	v->verdict = V_TRUE;
	v->why = v->correct = "";
	v->nr_evidence = 0;
	check_evidence(v, graph_site(c->g, site)->file, graph_site(c->g, site)->line);
	return 1;
}

/* "f is called from FILE" */
static void called_there(struct checker *c, struct q_verdict *v, const struct named *n)
{
	const struct doc_claim *d = v->claim;
	uint32_t site = call_in(c, n, d->file, 0);

	v->says = check_say(c, "{1} is called in {2}", d->a, d->file);
	if (!n->nr) {
		check_missing(c, v, n);
		return;
	}
	if (!site) {
		v->why = check_say(c, "no call of {1} is seen in {2}", d->a, d->file);
		return;
	}
	v->verdict = V_TRUE;
	check_evidence(v, graph_site(c->g, site)->file, graph_site(c->g, site)->line);
}

/* The function is in none of the files that are known by that name. */
static void not_there(struct checker *c, struct q_verdict *v, const struct named *n)
{
	const struct doc_claim *d = v->claim;
	const struct g_func *f = graph_func(c->g, n->func[0]);

	v->correct = f->file ? check_place(c, f->file, f->line) : "";
	if (!n->has_body || (c->partial && !file_is_known(c, d->file)) || is_left_out(c, d->file)) {
		v->why = "that file is not a part of this index";
		return;
	}
	/* "f in FILE" may be where it is made use of */
	if (d->beside && !d->at && call_in(c, n, d->file, 0)) {
		v->why = check_say(c, "it is defined elsewhere, but {1} calls it", d->file);
		return;
	}
	v->verdict = V_IMPRECISE;
	v->why = f->flags & GF_INLINE && f->flags & GF_HEADER ? "it is an inline function of a header" :
		 "it is in another file";
}

/* "gen_init_cpio" of "usr/gen_init_cpio.c". */
static int is_stem(const char *file, const char *name)
{
	const char *base = strrchr(file, '/');
	size_t n = strlen(name);

	base = base ? base + 1 : file;
	return !strncmp(base, name, n) && base[n] == '.';
}

static void struct_place(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const struct lex_word *w = lexicon_find(&c->lex, d->a, strlen(d->a));
	uint32_t i, slot = w && (w->kinds & LEX_STRUCT) ? w->slot : 0;

	v->says = check_say(c, "struct {1} is in {2}", d->a, d->file);
	if (!slot) {
		if (check_tree_location(c, v))
			return;
		v->why = check_say(c, "the index has no field of a struct {1}", d->a);
		return;
	}
	for (i = slot; i < c->g->nr_slot; i++) {
		const struct g_slot *s = graph_slot(c->g, i);

		if (s->type == graph_slot(c->g, slot)->type && s->file &&
		    check_same_file(d->file, graph_str(c->g, graph_file(c->g, s->file)->name))) {
			v->verdict = V_TRUE;
			check_evidence(v, s->file, s->line);
			return;
		}
	}
	v->verdict = V_IMPRECISE;
	check_evidence(v, graph_slot(c->g, slot)->file, graph_slot(c->g, slot)->line);
	v->why = "it is defined in another file";
	v->correct = graph_str(c->g, graph_file(c->g, graph_slot(c->g, slot)->file)->name);
}

static void function_line(struct checker *c, struct q_verdict *v, const struct g_func *f)
{
	const struct doc_claim *d = v->claim;
	uint32_t slack = d->about ? 20 : 3, from = f->line > slack ? f->line - slack : 0;

	v->verdict = V_TRUE;
	v->correct = check_place(c, f->file, f->line);
	if (!d->at || (d->at >= from && d->at <= (d->about ? f->line + slack : f->end_line)))
		return;
	v->verdict = V_IMPRECISE;
	v->why = check_say(c, "the file is right; the function begins at line {1}", check_number(c, f->line));
}

void check_location(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const struct named *n;
	const struct g_func *f;
	uint32_t i;

	if (d->is_struct) {
		struct_place(c, v);
		return;
	}
	n = check_name(c, d->a);
	if (d->by_call) {
		called_there(c, v, n);
		return;
	}
	v->says = d->at ? check_say(c, "{1} is in {2}, line {3}", d->a, d->file, check_number(c, d->at)) :
			  check_say(c, "{1} is in {2}", d->a, d->file);
	if (!n->nr) {
		if (check_tree_location(c, v))
			return;
		check_missing(c, v, n);
		if (v->verdict == V_FALSE && (is_stem(d->file, d->a) || !file_is_there(c, d->file))) {
			v->verdict = V_UNKNOWN;
			v->correct = "";
			v->why = check_say(c, is_stem(d->file, d->a) ? "{1} is no function: a program or a module" :
					   "the tree has neither {1} nor a file {2}", d->a, d->file);
		}
		return;
	}
	for (i = 0; i < n->nr; i++) {
		f = graph_func(c->g, n->func[i]);
		if (!f->file || !check_same_file(d->file, graph_str(c->g, graph_file(c->g, f->file)->name)))
			continue;
		check_evidence(v, f->file, f->line);
		function_line(c, v, f);
		if (v->verdict == V_TRUE)
			break;
	}
	if (v->verdict != V_TRUE && !n->today && is_call(c, v, n))
		return;
	f = graph_func(c->g, n->func[0]);
	check_evidence(v, f->file, f->line);
	if (v->verdict == V_UNKNOWN)
		not_there(c, v, n);
	if (n->today && v->verdict != V_UNKNOWN) {
		v->verdict = V_IMPRECISE;
		v->why = check_say(c, "{1} does not exist any more; today it is {2}", n->text,
				      n->today);
	}
}

void check_exists(struct checker *c, struct q_verdict *v)
{
	const struct named *n = check_name(c, v->claim->a);

	v->says = check_say(c, "there is a function {1}", v->claim->a);
	if (!n->nr && check_is_macro(c, v->claim->a)) {
		v->says = check_say(c, "there is a macro {1}", v->claim->a);
		v->why = check_elsewhere(c, v->claim->a);
		v->verdict = V_TRUE;
		return;
	}
	if (!n->nr) {
		/* a macro or a library's function would not be there either */
		check_missing(c, v, n);
		if (!v->claim->graph)
			v->verdict = V_UNKNOWN;
		return;
	}
	check_evidence(v, graph_func(c->g, n->func[0])->file, graph_func(c->g, n->func[0])->line);
	v->verdict = n->today ? V_IMPRECISE : V_TRUE;
	if (n->today) {
		v->why = check_say(c, "{1} does not exist any more", n->text);
		v->correct = n->today;
	}
}
