/* SPDX-License-Identifier: MIT */
/* Writers over results made by hand: shapes, escapes, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "model/facts.h"
#include "reports/columns.h"

/* Graphviz and what it draws letters with keep caches until exit. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libgvc\nleak:libgvplugin\nleak:libfontconfig\nleak:libpango\n";
}

enum { F_CONNECT = 1, F_SOCK, F_INET, F_ODD, F_NR };

static struct graph g;
static struct report r;

static uint32_t str(const char *s)
{
	return strtab_add(&g.str, s);
}

#define ADD(noun, ...) do { \
	ALLOC_GROW(g.noun, g.nr_##noun + 1, g.alloc_##noun); \
	g.noun[g.nr_##noun++] = (__VA_ARGS__); \
} while (0)

static int setup(void **state)
{
	graph_init(&g);
	ADD(file, (struct g_file){ .name = str("net/socket.c") });
	ADD(file, (struct g_file){ .name = str("net/ipv4/af_inet.c") });
	ADD(func, (struct g_func){ .name = str("__x64_sys_connect"), .file = 1, .line = 2012 });
	ADD(func, (struct g_func){ .name = str("__sys_connect_file"), .file = 1, .line = 1960 });
	ADD(func, (struct g_func){ .name = str("inet_stream_connect"), .file = 2, .line = 733 });
	ADD(func, (struct g_func){ .name = str("odd\"<\xff>\t\n\\\033[31m|x"), .file = 2, .line = 1 });
	ADD(slot, (struct g_slot){ .name = str("proto_ops.connect"), .kind = GS_FIELD });
	ADD(site, (struct g_site){ .func = F_SOCK, .file = 1, .line = 1976, .slot = 1 });
	ADD(edge, (struct g_edge){ .site = 1, .kind = GK_OPS, .rule = GR_TWO_LAYER });
	ADD(guard, (struct g_guard){ .text = str("err"), .line = 1970,
				     .flags = GUARDF_NEGATED | GUARDF_EARLY });
	ADD(guard, (struct g_guard){ .parent = 1, .text = str("a && b > \"c\""), .line = 1975 });
	graph_set_meta(&g, "tree", "linux");
	graph_set_meta(&g, "version", "6.1.192");
	graph_set_meta(&g, "config", "defconfig");
	graph_set_meta(&g, "kernel", "1");
	graph_set_meta(&g, "only", "init,net");
	graph_set_meta(&g, "tus_failed", "3");
	report_init(&r, -1);
	r.command = "path";
	r.g = &g;
	return 0;
}

static int teardown(void **state)
{
	report_release(&r);
	graph_release(&g);
	return 0;
}

static struct q_hop hops[] = {
	{ .caller = F_CONNECT, .callee = F_SOCK, .kind = GK_DIRECT, .rule = GR_DIRECT,
	  .site = { 1, 1994 }, .via = "", .expr = "", .macro = "", .candidates = 1 },
	{ .edge = 1, .caller = F_SOCK, .callee = F_INET, .kind = GK_OPS, .rule = GR_TWO_LAYER,
	  .site = { 1, 1976 }, .registered = { 2, 1064 }, .expr = "sock->ops->connect",
	  .via = "proto_ops.connect = inet_stream_connect in inet_stream_ops",
	  .macro = "", .guard = 2, .candidates = 14 },
};

static struct q_path one_path = { .cost = 5.75, .hop = hops, .nr_hops = 2 };

static struct q_path_result path_result(void)
{
	struct q_path_result res = {
		.asked_from = "connect(2)", .asked_to = "inet_stream_connect",
		.from = F_CONNECT, .to = F_INET, .path = &one_path, .nr_paths = 1,
	};

	return res;
}

static const cJSON *at(const cJSON *o, const char *key)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);

	assert_non_null(v);
	return v;
}

static void has(const char *want)
{
	if (!strstr(r.out.buf.buf, want))
		fail_msg("no \"%s\" in:\n%s", want, r.out.buf.buf);
}

static void lacks(const char *what)
{
	if (strstr(r.out.buf.buf, what))
		fail_msg("\"%s\" in:\n%s", what, r.out.buf.buf);
}

static void json_of_a_path(void **state)
{
	struct q_path_result res = path_result();
	const cJSON *hop, *index, *guards;
	cJSON *doc;

	r.stale = 0;
	assert_int_equal(json_writer.path(&r, &res, NULL), 0);
	doc = cJSON_Parse(r.out.buf.buf);
	assert_non_null(doc);
	assert_string_equal(at(doc, "schema")->valuestring, "kpath-path/1");
	index = at(doc, "index");
	assert_int_equal(cJSON_GetArraySize(at(index, "only")), 2);
	assert_int_equal(at(index, "tus_failed")->valueint, 3);
	assert_true(cJSON_IsFalse(at(index, "stale")));
	assert_string_equal(at(at(doc, "asked"), "from")->valuestring, "connect(2)");
	assert_string_equal(at(doc, "status")->valuestring, "found");
	assert_true(cJSON_IsNull(at(doc, "truncated")));
	hop = cJSON_GetArrayItem(at(cJSON_GetArrayItem(at(doc, "paths"), 0), "hops"), 1);
	assert_string_equal(at(hop, "kind")->valuestring, "ops");
	assert_string_equal(at(hop, "rule")->valuestring, "two-layer");
	assert_string_equal(at(at(hop, "callee"), "name")->valuestring, "inet_stream_connect");
	assert_int_equal(at(at(hop, "callee"), "line")->valueint, 733);
	assert_int_equal(at(at(hop, "site"), "line")->valueint, 1976);
	assert_int_equal(at(at(hop, "registered"), "line")->valueint, 1064);
	assert_int_equal(at(hop, "candidates")->valueint, 14);
	assert_true(cJSON_IsNull(at(hop, "observed")));
	guards = at(hop, "guards");
	assert_int_equal(cJSON_GetArraySize(guards), 2);
	assert_string_equal(cJSON_GetArrayItem(guards, 0)->valuestring, "not (err)");
	assert_string_equal(cJSON_GetArrayItem(guards, 1)->valuestring, "a && b > \"c\"");
	cJSON_Delete(doc);
}

static void json_without_a_path(void **state)
{
	struct q_frontier f = { .func = F_SOCK, .site = { 1, 1976 }, .slot = "proto_ops.connect",
				.why = "empty" };
	struct q_path_result res = path_result();
	cJSON *doc;

	res.nr_paths = 0;
	res.frontier = &f;
	res.nr_frontier = 1;
	res.frontier_total = 7;
	assert_int_equal(json_writer.path(&r, &res, NULL), 0);
	doc = cJSON_Parse(r.out.buf.buf);
	assert_string_equal(at(doc, "status")->valuestring, "none");
	assert_true(cJSON_IsNull(at(at(doc, "index"), "stale")));
	assert_int_equal(cJSON_GetArraySize(at(doc, "paths")), 0);
	assert_int_equal(at(at(doc, "truncated"), "of")->valueint, 7);
	assert_string_equal(at(cJSON_GetArrayItem(at(doc, "frontier"), 0), "slot")->valuestring,
			    "proto_ops.connect");
	cJSON_Delete(doc);
}

static struct q_edge odd_edge = {
	.edge = 1, .caller = F_ODD, .callee = F_INET, .kind = GK_OPS, .rule = GR_SLOT,
	.site = { 2, 9 }, .via = "x\xfey", .candidates = 2, .depth = 1, .started_by = 1,
};

static void json_has_bytes_as_text(void **state)
{
	struct q_edges_result res = { .func = F_INET, .callers = 1, .edge = &odd_edge, .nr = 1 };
	const cJSON *e;
	cJSON *doc;

	r.command = "callers";
	assert_int_equal(json_writer.form(&r, &callers_form, &res, NULL), 0);
	doc = cJSON_Parse(r.out.buf.buf);
	assert_non_null(doc);
	e = cJSON_GetArrayItem(at(doc, "edges"), 0);
	assert_string_equal(at(at(e, "caller"), "name")->valuestring,
			    "odd\"<\\xff>\t\n\\\033[31m|x");
	assert_string_equal(at(e, "via")->valuestring, "x\\xfey");
	assert_true(cJSON_IsNull(at(e, "registered")));
	assert_int_equal(at(e, "depth")->valueint, 1);
	cJSON_Delete(doc);
}

static void text_is_safe_and_aligned(void **state)
{
	struct q_edges_result edges = { .func = F_INET, .callers = 1, .edge = &odd_edge, .nr = 1 };
	struct q_path_result res = path_result();
	const char *a, *b;

	text_writer.path(&r, &res, NULL);
	has("connect(2) -> inet_stream_connect   2 hops, cost 5.75");
	has("sock->ops->connect: proto_ops.connect = inet_stream_connect in inet_stream_ops "
	    "(net/ipv4/af_inet.c:1064); 14 candidates, two-layer");
	lacks("not (err)");
	a = strstr(r.out.buf.buf, "net/socket.c:1994");
	b = strstr(r.out.buf.buf, "net/socket.c:1976");
	assert_non_null(a);
	assert_non_null(b);
	while (a[-1] != '\n' && b[-1] != '\n')
		a--, b--;
	assert_true(a[-1] == '\n' && b[-1] == '\n');
	text_writer.form(&r, &callers_form, &edges, NULL);
	has("odd\"<\\xff>\\x09\\x0a\\\\x1b[31m|x");
	lacks("\033");
}

static void text_shows_guards_when_asked(void **state)
{
	struct q_path_result res = path_result();

	r.flow = 1;
	text_writer.path(&r, &res, NULL);
	has("if not (err)  :1970");
	has("if a && b > \"c\"  :1975");
}

static void text_fits_the_terminal(void **state)
{
	struct q_path_result res = path_result();
	const char *line, *nl;

	r.width = 50;
	text_writer.path(&r, &res, NULL);
	for (line = r.out.buf.buf; (nl = strchr(line, '\n')); line = nl + 1)
		if (nl - line > 50 && strncmp(line, "connect(2)", 10))
			fail_msg("%.*s", (int)(nl - line), line);
}

static void tsv_escapes_and_counts_columns(void **state)
{
	struct q_edge two[] = { odd_edge, { .caller = F_SOCK, .kind = GK_POINTER,
					    .site = { 1, 5 }, .via = "some.slot", .unreached = 1 } };
	struct q_edges_result res = { .edge = two, .nr = 2 };
	const char *p, *nl;
	int tabs;

	tsv_writer.form(&r, &edges_form, &res, NULL);
	has("caller\tcaller_file\tcallee\tcallee_file\tkind\trule\tsite_file\tsite_line\tslot\t"
	    "candidates\tedge\tunreached\n");
	has("\nodd\"<\\xff>\\t\\n\\\\\\x1b[31m|x\tnet/ipv4/af_inet.c\tinet_stream_connect\t"
	    "net/ipv4/af_inet.c\tops\tslot\tnet/ipv4/af_inet.c\t9\tproto_ops.connect\t2\t"
	    "started-by\t\n");
	has("\n__sys_connect_file\tnet/socket.c\t\t\tpointer\t\tnet/socket.c\t5\tsome.slot\t0\t"
	    "executed-by\tyes\n");
	for (p = r.out.buf.buf; (nl = strchr(p, '\n')); p = nl + 1) {
		for (tabs = 0; p < nl; p++)
			tabs += *p == '\t';
		assert_int_equal(tabs, 11);
	}
}

static void dot_links_to_the_exact_version(void **state)
{
	struct q_path_result res = path_result();

	assert_int_equal(dot_writer.path(&r, &res, &r.notes), 0);
	has("https://elixir.bootlin.com/linux/v6.1.192/source/net/socket.c#L1976");
	has("cluster_2_net/ipv4");
	has("style=dashed");
	lacks("style=bold");
}

static void url_needs_a_kernel_and_a_plain_path(void **state)
{
	struct strbuf url = STRBUF_INIT;

	graph_set_meta(&g, "version", "6.12.0");
	assert_int_equal(report_url(&r, 1, 7, &url), 0);
	assert_string_equal(url.buf, "https://elixir.bootlin.com/linux/v6.12/source/net/socket.c#L7");
	strbuf_clear(&url);
	graph_set_meta(&g, "version", "6.13-rc2-dirty");
	assert_int_equal(report_url(&r, 1, 7, &url), 0);
	assert_non_null(strstr(url.buf, "/v6.13-rc2/"));
	g.file[1].name = str("<build>/x.c");
	assert_int_equal(report_url(&r, 1, 7, &url), -1);
	g.file[1].name = str("net/so\"cket.c");
	assert_int_equal(report_url(&r, 1, 7, &url), -1);
	g.file[1].name = str("net/socket.c");
	graph_set_meta(&g, "kernel", "");
	assert_int_equal(report_url(&r, 1, 7, &url), -1);
	strbuf_release(&url);
}

static void svg_of_odd_names_is_made(void **state)
{
	struct q_edges_result res = { .func = F_INET, .callers = 1, .edge = &odd_edge, .nr = 1 };
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(svg_writer.form(&r, &callers_form, &res, &err), 0);
	has("<svg");
	has("odd&quot;&lt;\\xff&gt;");
	lacks("\033");
	has("</svg>");
	g.func[F_ODD - 1].name = str("x\\N\\G\\");
	strbuf_setlen(&r.out.buf, 0);
	assert_int_equal(svg_writer.form(&r, &callers_form, &res, &err), 0);
	has(">x\\N\\G\\</text>");
	strbuf_release(&err);
}

static void mermaid_escapes_labels(void **state)
{
	struct q_edges_result res = { .func = F_INET, .callers = 1, .edge = &odd_edge, .nr = 1 };

	mermaid_writer.form(&r, &callers_form, &res, NULL);
	has("flowchart LR\n");
	has("odd#34;#60;#92;xff#62;#92;x09#92;x0a#92;#92;x1b[31m#124;x<br/>");
	has("-.->|\"ops, later: proto_ops.connect\"|");
}

static void mermaid_draws_guards(void **state)
{
	struct q_path_result res = path_result();

	r.flow = 1;
	mermaid_writer.path(&r, &res, NULL);
	has("g1{\"err\"}");
	has("n2 --> g1\n");
	has("g1 -->|no| g2\n");
	has("g2 -.->|\"yes, ops: proto_ops.connect\"| n3");
}

/* A hook that is passed twice is not a loop of the chain. */
static void a_function_passed_twice_is_drawn_twice(void **state)
{
	struct q_hop three[] = { hops[0], hops[1], hops[1] };
	struct q_path p = { .hop = three, .nr_hops = 3 };
	struct q_path_result res = path_result();

	three[1].callee = F_CONNECT;
	three[2].caller = F_CONNECT;
	res.path = &p;
	mermaid_writer.path(&r, &res, NULL);
	has("n1 --> n2\n");
	has("n2 -.->|\"ops: proto_ops.connect\"| n3\n");
	has("n3 -.->|\"ops: proto_ops.connect\"| n4\n");
	dot_writer.path(&r, &res, &r.notes);
	has("f1_1 -> f3");
}

static void mermaid_says_what_it_cut(void **state)
{
	struct q_edge *edges = xcalloc(700, sizeof(*edges));
	struct q_edges_result res = { .func = F_INET, .callers = 1, .edge = edges, .nr = 700 };
	const char *p;
	int i, arrows = 0;

	for (i = 0; i < 700; i++) {
		edges[i] = odd_edge;
		edges[i].caller = F_SOCK;
		edges[i].kind = GK_DIRECT;
		edges[i].site.line = i;
	}
	mermaid_writer.form(&r, &callers_form, &res, NULL);
	has("%% not shown: 200 of 700 calls; Mermaid");
	assert_non_null(strstr(r.notes.buf, "200 of 700 calls"));
	for (p = r.out.buf.buf; (p = strstr(p, "-->")); p++)
		arrows++;
	assert_int_equal(arrows, 500);
	free(edges);
}

static void mermaid_keeps_under_its_characters(void **state)
{
	struct q_edge *edges = xcalloc(400, sizeof(*edges));
	struct q_edges_result res = { .func = F_INET, .callers = 1, .edge = edges, .nr = 400 };
	char name[240];
	uint32_t i;

	for (i = 0; i < 400; i++) {
		snprintf(name, sizeof(name), "%0200u", i);
		ADD(func, (struct g_func){ .name = str(name), .file = 1, .line = i });
		edges[i] = odd_edge;
		edges[i].caller = g.nr_func - 1;
	}
	mermaid_writer.form(&r, &callers_form, &res, NULL);
	assert_true(r.out.buf.len <= 50000);
	assert_true(r.out.buf.len > 45000);
	has(" of 400 calls; Mermaid");
	free(edges);
}

static void error_lists_candidates(void **state)
{
	uint32_t funcs[] = { F_SOCK, F_INET };
	struct report_error e = { .message = "\"x\" is ambiguous", .func = funcs, .nr_funcs = 2 };
	cJSON *doc;

	json_writer.error(&r, &e, NULL);
	doc = cJSON_Parse(r.out.buf.buf);
	assert_string_equal(at(doc, "error")->valuestring, "\"x\" is ambiguous");
	assert_int_equal(cJSON_GetArraySize(at(doc, "candidates")), 2);
	assert_string_equal(at(cJSON_GetArrayItem(at(doc, "candidates"), 1), "file")->valuestring,
			    "net/ipv4/af_inet.c");
	cJSON_Delete(doc);
}

static void sources_stay_in_the_tree(void **state)
{
	char dir[] = "/tmp/kpath-reports-XXXXXX";
	struct strbuf path = STRBUF_INIT, line = STRBUF_INIT;
	static const char text[] = "one\n\tconnect(sock);\nthree";
	struct source_tree s;

	assert_non_null(mkdtemp(dir));
	strbuf_addf(&path, "%s/tree/net", dir);
	assert_int_equal(dir_make_all(path.buf, 0777, NULL), 0);
	strbuf_addstr(&path, "/socket.c");
	assert_int_equal(file_write_atomic(path.buf, text, strlen(text), NULL), 0);
	strbuf_clear(&path);
	strbuf_addf(&path, "%s/secret", dir);
	assert_int_equal(file_write_atomic(path.buf, text, strlen(text), NULL), 0);
	g.file[1].hash = digest64(text, strlen(text));
	g.file[2].hash = g.file[1].hash;
	strbuf_clear(&path);
	strbuf_addf(&path, "%s/tree", dir);

	source_init(&s, &g, path.buf, NULL);
	assert_int_equal(source_check(&s, 1), SOURCE_SAME);
	assert_int_equal(source_line(&s, 1, 2, &line), 0);
	assert_string_equal(line.buf, "connect(sock);");
	assert_int_equal(source_line(&s, 1, 3, &line), 0);
	assert_int_equal(source_line(&s, 1, 4, &line), -1);
	g.file[2].name = str("../secret");
	assert_int_equal(source_check(&s, 2), SOURCE_UNKNOWN);
	assert_int_equal(source_line(&s, 2, 1, &line), -1);
	source_release(&s);

	strbuf_addstr(&path, "/link.c");
	assert_int_equal(symlink("../secret", path.buf), 0);
	g.file[2].name = str("link.c");
	strbuf_setlen(&path, path.len - 7);
	source_init(&s, &g, path.buf, NULL);
	assert_int_equal(source_check(&s, 2), SOURCE_UNKNOWN);
	source_release(&s);

	g.file[1].hash ^= 1;
	source_init(&s, &g, path.buf, NULL);
	assert_int_equal(source_check(&s, 1), SOURCE_CHANGED);
	assert_int_equal(source_line(&s, 1, 1, &line), -1);
	source_release(&s);
	assert_int_equal(dir_remove_all(dir, NULL), 0);
	strbuf_release(&path);
	strbuf_release(&line);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static void test_columns(void **state)
{
	(void)state;
	assert_int_equal(text_width("tcp_v4_rcv"), 10);
	assert_int_equal(text_width("\u5957\u63a5\u53e3\u5c42"), 8);	/* four wide characters */
	assert_int_equal(text_width("e\u0301"), 1);		/* a letter and its accent */
	assert_int_equal(text_width("\u2026 \u201cx\u201d"), 5);
	assert_int_equal(text_width("a\xff" "b\xe5"), 4);	/* not UTF-8 */
	assert_int_equal(text_width(""), 0);
}

/* What was escaped by a table of our own still is; a cut-off character is not UTF-8. */
static void test_hidden_characters(void **state)
{
	static const char *const hidden[] = {
		"\x7f", "\xc2\x85", "\u00ad", "\u061c", "\u180e", "\u200b", "\u200f", "\u2028",
		"\u202e", "\u2060", "\u206f", "\ufeff", "\ufff9", "\U000e0001", "\U000e007f",
		"\xed\xa0\x80", "\xc0\x80", "\xe5\xa5", "\xf4\x90\x80\x80",
	};
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
		strbuf_clear(&sb);
		strbuf_addtext(&sb, hidden[i]);
		assert_int_equal(sb.len, 4 * strlen(hidden[i]));
		assert_memory_equal(sb.buf, "\\x", 2);
	}
	strbuf_clear(&sb);
	strbuf_addtext(&sb, "\u5957 \u00e9 e\u0301 \U0001f427");
	assert_string_equal(sb.buf, "\u5957 \u00e9 e\u0301 \U0001f427");
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns), cmocka_unit_test(test_hidden_characters),
		T(json_of_a_path),
		T(json_without_a_path),
		T(json_has_bytes_as_text),
		T(text_is_safe_and_aligned),
		T(text_shows_guards_when_asked),
		T(text_fits_the_terminal),
		T(tsv_escapes_and_counts_columns),
		T(dot_links_to_the_exact_version),
		T(url_needs_a_kernel_and_a_plain_path),
		T(svg_of_odd_names_is_made),
		T(mermaid_escapes_labels),
		T(mermaid_draws_guards),
		T(a_function_passed_twice_is_drawn_twice),
		T(mermaid_says_what_it_cut),
		T(mermaid_keeps_under_its_characters),
		T(error_lists_candidates),
		T(sources_stay_in_the_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
