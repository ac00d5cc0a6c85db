/* SPDX-License-Identifier: MIT */
/*
 * What a function is by its declaration: static, inline, exported, of so many parameters,
 * built with an option. By what the index and the text of its file say.
 */
#include "check_p.h"

#include <ctype.h>
#include <string.h>

#define MAX_EXPORT_FILES 200	/* files that are read for one document */
#define NEAR_LINES 40		/* behind a function, where it is mostly exported */
#define MAX_FILE_LINES 60000

/* Is "EXPORT_SYMBOL…(name" in the line? The macro's name, or NULL. */
static const char *export_in(struct checker *c, const char *line, const char *name)
{
	const char *s = strstr(line, "EXPORT_SYMBOL"), *arg;
	size_t n = 0, len = strlen(name);

	if (!s)
		return NULL;
	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	arg = s + n + strspn(s + n, " ");
	if (*arg != '(')
		return NULL;
	arg += 1 + strspn(arg + 1, " ");
	if (strncmp(arg, name, len) || isalnum((unsigned char)arg[len]) || arg[len] == '_')
		return NULL;
	return arena_strndup(c->a, s, n);
}

/* The macro that exports f, in the lines from `from` up to `to`, and its line; or NULL. */
static const char *find_export(struct checker *c, const struct g_func *f, uint32_t from, uint32_t to, uint32_t *at)
{
	struct strbuf line = STRBUF_INIT;
	const char *macro = NULL;

	for (*at = from; !macro && *at < to; ++*at) {
		strbuf_clear(&line);
		if (c->opt->read_line(c->opt->ctx, f->file, *at, &line))
			break;
		macro = export_in(c, line.buf, graph_str(c->g, f->name));
	}
	--*at;
	strbuf_release(&line);
	return macro;
}

static void exported(struct checker *c, struct q_verdict *v, const struct named *f)
{
	const struct doc_claim *d = v->claim;
	const char *macro = NULL;
	uint32_t i, at = 0, is_static = 0;

	v->says = *d->to ? check_say(c, "{1} is exported by {2}", d->a, d->to) : check_say(c, "{1} is exported", d->a);
	for (i = 0; i < f->nr && !macro; i++) {
		const struct g_func *fn = graph_func(c->g, f->func[i]);

		is_static += (fn->flags & GF_STATIC) != 0;
		if (!c->opt->read_line || !fn->file || !fn->end_line)
			continue;
		macro = find_export(c, fn, fn->end_line + 1, fn->end_line + NEAR_LINES, &at);
		if (!macro && c->nr_exports++ < MAX_EXPORT_FILES)
			macro = find_export(c, fn, 1, MAX_FILE_LINES, &at);
		if (macro)
			check_evidence(v, fn->file, at);
	}
	if (macro && (!*d->to || !strcmp(d->to, macro))) {
		v->verdict = V_TRUE;
	} else if (macro) {
		v->verdict = V_IMPRECISE;
		v->why = check_say(c, "it is exported by {1}", macro);
		v->correct = check_say(c, "{1}, {2}", arena_printf(c->a, "%s(%s)", macro, d->a),
				       check_place(c, v->evidence[0].file, v->evidence[0].line));
	} else if (is_static == f->nr) {
		v->verdict = V_FALSE;
		v->why = "it is static: no other file can name it";
	} else {
		v->why = "nothing that exports it is seen in its file";
	}
}

/* The number of parameters by the type; -1: any, or it can't be told. */
static int parameters_of(const struct checker *c, const struct g_func *f)
{
	const char *s = graph_str(c->g, f->sig), *end = s + strlen(s), *p;
	int depth = 0, nr = 1;

	/* what a macro declares has the parameters that it is given */
	if (f->macro || f->alias_of || end == s || end[-1] != ')')
		return -1;
	for (p = end; p > s; p--) {
		depth += p[-1] == ')' ? 1 : p[-1] == '(' ? -1 : 0;
		nr += p[-1] == ',' && depth == 1;
		if (!depth)
			break;
	}
	if (p == s || strstr(p, "..."))
		return -1;
	return !strcmp(p, "void)") || *p == ')' ? 0 : nr;
}

static void parameters(struct checker *c, struct q_verdict *v, const struct named *f)
{
	const struct doc_claim *d = v->claim;
	int nr = -1, other;
	uint32_t i;

	v->says = check_say(c, d->at == 1 ? "{1} takes one argument" : "{1} takes {2} arguments", d->a, check_number(c, d->at));
	for (i = 0; i < f->nr; i++) {
		other = parameters_of(c, graph_func(c->g, f->func[i]));
		if (other < 0 || (i && other != nr)) {
			v->why = "its number of arguments is not known for sure";
			return;
		}
		nr = other;
	}
	check_evidence(v, graph_func(c->g, f->func[0])->file, graph_func(c->g, f->func[0])->line);
	if ((uint32_t)nr == d->at) {
		v->verdict = V_TRUE;
		return;
	}
	v->verdict = V_FALSE;
	v->why = check_say(c, nr == 1 ? "it takes one argument" : "it takes {1} arguments", check_number(c, (uint32_t)nr));
	v->correct = graph_str(c->g, graph_func(c->g, f->func[0])->sig);
}

static void linkage(struct checker *c, struct q_verdict *v, const struct named *f, uint32_t flag)
{
	const struct doc_claim *d = v->claim;
	uint32_t i, with = 0;

	v->says = flag == GF_STATIC ? check_say(c, "{1} is static", d->a) : check_say(c, "{1} is inline", d->a);
	for (i = 0; i < f->nr; i++) {
		const struct g_func *fn = graph_func(c->g, f->func[i]);

		if (fn->macro || fn->alias_of || !(fn->flags & GF_DEFINED)) {
			v->says = NULL;
			return;
		}
		if (fn->flags & flag)
			with++;
		check_evidence(v, fn->file, fn->line);
	}
	v->verdict = with ? V_TRUE : flag == GF_STATIC ? V_FALSE : V_IMPRECISE;
	v->why = with ? "" : flag == GF_STATIC ? "it is not static: other files may call it" :
		"it is not declared inline; the compiler may do that by itself";
}

static void option(struct checker *c, struct q_verdict *v, const struct named *f)
{
	const struct doc_claim *d = v->claim;
	const struct g_func *fn = graph_func(c->g, f->func[0]);
	struct strbuf config = STRBUF_INIT;

	v->says = check_say(c, "{1} is built with {2}", d->a, d->to);
	if (c->opt->tree && fn->file && !tree_config(c->opt->tree, graph_str(c->g, graph_file(c->g, fn->file)->name), &config) &&
	    !strcmp(config.buf, d->to)) {
		v->verdict = V_TRUE;
		check_evidence(v, fn->file, fn->line);
	} else {
		v->why = config.len ? check_say(c, "its file is built with {1}; what that depends on is not looked at",
						arena_strndup(c->a, config.buf, config.len)) :
				      "no option is seen that its file is built with";
	}
	strbuf_release(&config);
}

void check_trait(struct checker *c, struct q_verdict *v)
{
	const struct doc_claim *d = v->claim;
	const struct named *f;

	v->says = NULL;
	if (!strcmp(d->b, "value")) {
		check_value(c, v);
		return;
	}
	f = check_name(c, d->a);
	if (!f->nr || f->today)		/* that there is no such function is said elsewhere */
		return;
	if (!strcmp(d->b, "exported"))
		exported(c, v, f);
	else if (!strcmp(d->b, "parameters"))
		parameters(c, v, f);
	else if (!strcmp(d->b, "option"))
		option(c, v, f);
	else
		linkage(c, v, f, !strcmp(d->b, "static") ? GF_STATIC : GF_INLINE);
}
