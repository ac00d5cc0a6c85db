/* SPDX-License-Identifier: MIT */
/*
 * Names in every format. An input is a list of strings, each ended by a 0xff
 * byte, that take the places of the small graph's own. No output may hold a
 * control byte or a tag that came out of a name; JSON must be JSON.
 */
#include <cjson/cJSON.h>
#include <sys/resource.h>

#include "base/xalloc.h"
#include "fuzz.h"
#include "reports/columns.h"

#define TAG "<q!"	/* stands in each name */

static const struct writer *const writers[] = {
	&text_writer, &json_writer, &tsv_writer, &dot_writer, &mermaid_writer, &markdown_writer,
	&html_writer, &svg_writer,	/* these two lay out pictures: slow */
};

static void *gvc;	/* one a process: see struct report */

/* The libraries behind Graphviz keep things to the end of the process. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libgvplugin\nleak:libgvc\nleak:libcgraph\nleak:libpango\nleak:libfontconfig\n"
	       "leak:libgobject\nleak:libglib\n";
}

static void rename_all(struct graph *g, const uint8_t *data, size_t size)
{
	uint32_t i, nr = (uint32_t)g->str.nr;
	char **str = xcalloc(nr, sizeof(*str));
	uint32_t *len = xcalloc(nr, sizeof(*len));

	for (i = 0; i < nr; i++) {
		struct strbuf name = STRBUF_INIT;
		const char *own = strtab_str(&g->str, i);
		size_t n = 0;
		const uint8_t *part = i ? fuzz_cut(&data, &size, &n) : NULL;

		if (i)
			strbuf_addf(&name, "%s%s%s", TAG, part ? "" : own, i % 3 ? "" : "\"'`|\\");
		strbuf_add(&name, part, part ? strnlen((const char *)part, n) : 0);
		len[i] = (uint32_t)name.len;
		str[i] = strbuf_detach(&name, NULL);
	}
	g->str.str = (void *)str;
	g->str.len = len;
}

static void check_output(const struct writer *w, const struct report *r)
{
	const char *s = r->out.buf.buf;
	size_t len = r->out.buf.len, i;
	int tabs = w != &text_writer && w != &json_writer && w != &mermaid_writer &&
		   w != &markdown_writer;	/* the others have some of their own */

	if (getenv("FUZZ_SHOW"))	/* to look at */
		fprintf(stderr, "---- %s %s\n%s\n", w->name, r->command, s);

	FUZZ_CHECK(strlen(s) == len);
	for (i = 0; i < len; i++)
		FUZZ_CHECK((unsigned char)s[i] >= ' ' || s[i] == '\n' || (s[i] == '\t' && tabs));
	FUZZ_CHECK(!memchr(s, 0x7f, len) || w == &json_writer);
	if (w == &html_writer || w == &svg_writer)
		FUZZ_CHECK(!strstr(s, TAG));
	if (w == &json_writer) {
		cJSON *doc = cJSON_ParseWithLength(s, len);

		FUZZ_CHECK(doc);
		cJSON_Delete(doc);
	}
}

#define SHOW(method, res) SHOW_IF(w->method, #method, w->method(&r, (res), &err))
#define SHOW_FORM(name, res) \
	SHOW_IF(w->form && (!w->has_form || w->has_form(&name##_form)), #name, \
		w->form(&r, &name##_form, (res), &err))
#define SHOW_IF(cond, name, call) do { \
	if (cond) { \
		struct report r; \
		report_init(&r, -1); \
		r.command = name; \
		r.g = g; \
		r.k = fuzz_knowledge(); \
		r.verbose = r.flow = 1; \
		r.lang = lang; \
		r.gvc = gvc; \
		call; \
		check_output(w, &r); \
		gvc = r.gvc; \
		r.gvc = NULL; \
		report_release(&r); \
	} \
} while (0)

static void show_all(const struct graph *g, const struct writer *w, enum report_lang lang)
{
	struct strbuf err = STRBUF_INIT;
	struct q_path_options opt = { .from = 1, .to = 4, .k = 2 };
	struct q_path_result path;
	struct q_edges_result edges;
	struct q_initcalls_result initcalls;
	struct q_entries_result entries;
	struct q_slot_result slot;
	struct q_table_result table;
	struct q_states_result states;
	struct q_names names;

	if (q_path(g, fuzz_knowledge(), &opt, &path, &err) == Q_FOUND) {
		path.asked_from = graph_str(g, g->func[1].name);
		path.asked_to = graph_str(g, g->func[4].name);
		SHOW(path, &path);
	}
	q_path_release(&path);
	q_neighbours(g, 2, 0, 2, &edges);
	SHOW_FORM(callees, &edges);
	q_edges_release(&edges);
	q_all_edges(g, &edges);
	SHOW_FORM(edges, &edges);
	q_edges_release(&edges);
	q_initcalls(g, NULL, &initcalls);
	SHOW_FORM(initcalls, &initcalls);
	q_initcalls_release(&initcalls);
	q_entries(g, fuzz_knowledge(), 2, NULL, &entries, NULL);
	SHOW_FORM(entries, &entries);
	q_entries_release(&entries);
	if (q_slot(g, NULL, graph_str(g, g->slot[1].name), &slot, &names, &err) == Q_FOUND)
		SHOW_FORM(slot, &slot);
	q_slot_release(&slot);
	if (q_table(g, graph_str(g, g->object[1].name), &table, &names, &err) == Q_FOUND)
		SHOW_FORM(table, &table);
	q_table_release(&table);
	if (q_states(g, fuzz_knowledge(), graph_str(g, g->slot[g->nr_slot - 1].name), NULL, &states,
		     &names, &err) == Q_FOUND)
		SHOW_FORM(states, &states);
	q_states_release(&states);
	strbuf_release(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct graph g = *fuzz_graph();
	size_t i, nr = size % 16 ? 6 : 8;
	struct rlimit files, few;

	rename_all(&g, data, size);
	getrlimit(RLIMIT_NOFILE, &files);
	few = files;
	few.rlim_cur = 3;
	if (size % 48 == 16)	/* no descriptors for a process that draws */
		setrlimit(RLIMIT_NOFILE, &few);
	for (i = 0; i < nr; i++)
		show_all(&g, writers[i], size % 2 ? LANG_EN : LANG_ZH);
	setrlimit(RLIMIT_NOFILE, &files);
	for (i = 0; i < g.str.nr; i++)
		free((char *)g.str.str[i]);
	free(g.str.str);
	fuzz_took();
	free(g.str.len);
	return 0;
}
