/* SPDX-License-Identifier: MIT */
/*
 * Every answer in every format that it is offered in, in both languages, about the small
 * graph of the fuzz targets: what comes out must be of that format. Answers and formats
 * are taken from their tables, so a new one is tested without a word here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include <cjson/cJSON.h>

#include "base/xalloc.h"
#include "queries/answer.h"
#include "queries/check/check.h"
#include "queries/lab/lab.h"
#include "queries/path/diff.h"
#include "reports/columns.h"
#include "reports/report.h"
#include "tests/fuzz/fuzz.h"

static void *gvc;	/* one a process: see struct report */
static int found_none;	/* the answer: text may be empty then */

static const struct { const char *answer, *first, *second; } asked[] = {
	{ "path", "main_loop", "helper_two" }, { "callers", "lib/help.c:helper_one", NULL },
	{ "callees", "do_work", NULL }, { "entries", "do_work", NULL },
	{ "resolve", "core/work.c:23", NULL }, { "why", "do_work", "tcp_tick" },
	{ "slot", "proto_ops.connect", NULL }, { "table", "inet_stream_ops", NULL },
	{ "uses", "proto_ops.connect" },
	{ "initcalls", NULL, NULL }, { "edges", NULL, NULL }, { "layers", NULL, NULL },
	{ "states", "sock_common.skc_state", NULL }, { "flags", "SYN", NULL },
	{ "stack", "BUG: kernel NULL pointer dereference\nRIP: 0010:helper_two+0x3/0x20\nCall Trace:\n <TASK>\n"
		   " helper_one+0x10/0x20\n do_work+0x12/0x40\n ? give_up+0x1/0x9\n main_loop+0x5/0x50\n"
		   " nobody_knows+0x1/0x2\n </TASK>\n", NULL },
};

static size_t count(const char *s, const char *what)
{
	size_t n = 0;

	for (; (s = strstr(s, what)); s += strlen(what))
		n++;
	return n;
}

static void is_json(const struct report *r, const char *s)
{
	cJSON *doc = cJSON_Parse(s);
	const cJSON *schema = doc ? cJSON_GetObjectItem(doc, "schema") : NULL;

	if (!doc)
		fail_msg("%s: no JSON: %.200s", r->command, s);
	assert_true(cJSON_IsString(schema));
	assert_non_null(strstr(schema->valuestring, "kpath-"));
	cJSON_Delete(doc);
}

static void is_tsv(const struct report *r, const char *s)
{
	const char *nl = strchr(s, '\n'), *tab;
	size_t head = 0, n;

	assert_non_null(nl);
	for (tab = s; tab < nl; tab++)
		head += *tab == '\t';
	for (s = nl + 1; *s; s = nl + 1) {
		nl = strchr(s, '\n');
		assert_non_null(nl);
		for (n = 0, tab = s; tab < nl; tab++)
			n += *tab == '\t';
		if (n != head)
			fail_msg("%s: a row of %zu columns under a head of %zu", r->command, n + 1, head + 1);
	}
}

static void is_well_formed(const struct writer *w, const struct report *r)
{
	const char *s = r->out.buf.buf;
	size_t i;

	if (!r->out.buf.len && !found_none)
		fail_msg("%s: nothing as %s", r->command, w->name);
	for (i = 0; s[i]; i++)
		if ((unsigned char)s[i] < ' ' && s[i] != '\n' && s[i] != '\t')
			fail_msg("%s as %s: a control character", r->command, w->name);
	assert_int_equal(strlen(s), r->out.buf.len);
	if (found_none)
		return;
	if (!strcmp(w->name, "json"))
		is_json(r, s);
	else if (!strcmp(w->name, "tsv"))
		is_tsv(r, s);
	else if (!strcmp(w->name, "html")) {
		assert_int_equal(count(s, "<table"), count(s, "</table>"));
		assert_int_equal(count(s, "<tr"), count(s, "</tr>"));
		assert_int_equal(count(s, "<section"), count(s, "</section>"));
		assert_int_equal(count(s, "</html>"), 1);
	} else if (!strcmp(w->name, "svg"))
		assert_int_equal(count(s, "</svg>"), 1);
}

static void start(struct report *r, const char *command, const struct graph *g, enum report_lang lang)
{
	report_init(r, -1);
	r->command = command;
	r->g = g;
	r->k = fuzz_knowledge();
	r->verbose = r->flow = 1;
	r->lang = lang;
	r->gvc = gvc;
}

static void finish(struct report *r, const struct writer *w, int failed, const struct strbuf *err)
{
	if (failed)
		fail_msg("%s as %s: %s", r->command, w->name, err->buf);
	is_well_formed(w, r);
	gvc = r->gvc;
	r->gvc = NULL;
	report_release(r);
}

/* Calls `show` for each writer that `formats` names, in both languages; how many. */
#define EACH_WRITER(formats, command, call) do { \
	char *list = xstrdup(formats), *name, *save = NULL; \
	for (name = strtok_r(list, " ", &save); name; name = strtok_r(NULL, " ", &save)) { \
		const struct writer *w = writer_find(name); \
		enum report_lang lang; \
		assert_non_null(w); \
		for (lang = LANG_EN; lang <= LANG_ZH; lang++) { \
			struct report r; \
			start(&r, command, g, lang); \
			finish(&r, w, call, &err); \
		} \
	} \
	free(list); \
} while (0)

static void test_answers(void **state)
{
	const struct graph *g = fuzz_graph();
	struct strbuf err = STRBUF_INIT, formats = STRBUF_INIT;
	size_t i, j;

	for (i = 0; answer_kinds[i]; i++) {
		const struct answer_kind *kind = answer_kinds[i];
		const struct form *form = form_find(kind->name);
		struct answer a;
		struct ask q;

		for (j = 0; j < ARRAY_SIZE(asked) && strcmp(asked[j].answer, kind->name); j++)
			;
		if (j == ARRAY_SIZE(asked))
			fail_msg("%s: what is it asked here? Say so in the table above", kind->name);
		assert_non_null(form);
		ask_init(&q, kind, g, fuzz_knowledge());
		q.v[0].text = asked[j].first;
		q.v[1].text = asked[j].second ? asked[j].second : q.v[1].text;
		found_none = answer_run(&q, &a, &err) == Q_NONE;
		if (err.len)
			fail_msg("%s: %s", kind->name, err.buf);
		strbuf_clear(&formats);
		writer_formats(form, 0, NULL, &formats);
		assert_non_null(strstr(formats.buf, "json"));
		EACH_WRITER(formats.buf, kind->name, w->form(&r, form, a.res, &err));
		answer_release(&a);
		found_none = 0;
	}
	strbuf_release(&formats);
	strbuf_release(&err);
}

static void test_check(void **state)
{
	static const char text[] =
		"# A report\n\nmain_loop() calls do_work(), which calls helper_one().\n\n"
		"give_up() calls main_loop(). There is no_such_thing() in core/work.c.\n\n"
		"`do_work` is defined in core/work.c, line 20. 函数 do_work 调用 helper_one。\n\n"
		"    main_loop -> do_work -> helper_two\n";
	const struct graph *g = fuzz_graph();
	struct strbuf err = STRBUF_INIT, formats = STRBUF_INIT;
	struct q_check_options opt = { 0 };
	struct q_check_result res;
	struct report_check c = { &res, "report.md", text, sizeof(text) - 1 };

	assert_int_equal(q_check(g, fuzz_knowledge(), text, sizeof(text) - 1, &opt, &res, &err), Q_FOUND);
	assert_true(res.nr > 3);
	writer_formats(&check_form, 0, NULL, &formats);
	EACH_WRITER(formats.buf, "check", w->form(&r, &check_form, &c, &err));
	q_check_release(&res);
	strbuf_release(&formats);
	strbuf_release(&err);
}

static void test_diff(void **state)
{
	const struct graph *g = fuzz_graph();
	struct strbuf err = STRBUF_INIT, formats = STRBUF_INIT;
	struct q_path_options one = { .from = 1, .to = 4, .k = 1 }, other = { .from = 1, .to = 3, .k = 1 };
	struct q_diff_result res;

	assert_int_equal(q_diff(g, g, fuzz_knowledge(), &one, &other, &res, &err), Q_FOUND);
	res.asked_from = "main_loop";
	res.asked_to = "helper_two";
	writer_formats(&diff_form, 0, NULL, &formats);
	EACH_WRITER(formats.buf, "diff", w->form(&r, &diff_form, &res, &err));
	q_diff_release(&res);
	strbuf_release(&formats);
	strbuf_release(&err);
}

static void test_doctor_and_verify(void **state)
{
	static const char *const problem[] = { "a chunk is damaged" };
	const struct graph *g = fuzz_graph();
	struct strbuf err = STRBUF_INIT, formats = STRBUF_INIT;
	struct q_doctor d;
	struct report_doctor rd = { .d = &d, .has_seconds = 1, .parse = 1.5, .sandbox = "limits" };
	struct report_verify v = { problem, 1 };

	q_doctor(g, &d);
	writer_formats(&doctor_form, 0, NULL, &formats);
	EACH_WRITER(formats.buf, "doctor", w->form(&r, &doctor_form, &rd, &err));
	q_doctor_release(&d);
	strbuf_clear(&formats);
	writer_formats(&verify_form, 0, NULL, &formats);
	EACH_WRITER(formats.buf, "verify", w->form(&r, &verify_form, &v, &err));
	strbuf_release(&formats);
	strbuf_release(&err);
}

static void test_scenarios(void **state)
{
	const struct graph *g = fuzz_graph();
	const struct knowledge *k = fuzz_knowledge();
	const struct k_scenario *const two[] = { &k->scenario[0], &k->scenario[1] };
	struct report_scenarios names = { two, 2, 0 }, detail = { two, 2, 1 };
	struct strbuf err = STRBUF_INIT, formats = STRBUF_INIT;

	writer_formats(&scenarios_form, 0, NULL, &formats);
	EACH_WRITER(formats.buf, "scenario", w->form(&r, &scenarios_form, &names, &err));
	EACH_WRITER(formats.buf, "scenario", w->form(&r, &scenarios_form, &detail, &err));
	strbuf_release(&formats);
	strbuf_release(&err);
}

static void test_lab(void **state)
{
	static const char text[] =
		"{\"id\": \"l\", \"title\": \"L\", \"questions\": [{\"title\": \"Q\", \"parts\": ["
		"{\"kind\": \"path\", \"from\": \"main_loop\", \"to\": \"helper_two\"},"
		"{\"kind\": \"callers\", \"function\": \"helper_two\"},"
		"{\"kind\": \"slot\", \"slot\": \"proto_ops.connect\"},"
		"{\"kind\": \"states\", \"field\": \"sock_common.skc_state\"},"
		"{\"kind\": \"flags\", \"flag\": \"SYN\"}, {\"kind\": \"layers\"},"
		"{\"kind\": \"initcalls\"}, {\"kind\": \"table\", \"object\": \"inet_stream_ops\"}]}]}";
	const struct graph *g = fuzz_graph();
	struct strbuf err = STRBUF_INIT, formats = STRBUF_INIT;
	struct lab_result res;
	struct lab lab;

	if (lab_parse(&lab, text, sizeof(text) - 1, "l.json", &err))
		fail_msg("%s", err.buf);
	lab_run(&lab, g, fuzz_knowledge(), &res);
	writer_formats(NULL, offsetof(struct writer, report), NULL, &formats);
	EACH_WRITER(formats.buf, "report", w->report(&r, &res, &err));
	lab_result_release(&res);
	lab_release(&lab);
	strbuf_release(&formats);
	strbuf_release(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_diff),
		cmocka_unit_test(test_doctor_and_verify),
		cmocka_unit_test(test_scenarios),
		cmocka_unit_test(test_lab),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
