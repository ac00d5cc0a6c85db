/* SPDX-License-Identifier: MIT */
/* What reports are made of: lab files, sentences, coloured sources. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "reports/html/clex.h"
#include "reports/lab_show.h"
#include "reports/prose.h"

static const char *const class_letter = ".wknscp";

/* "k:int p: c:…": the pieces of line `line`, blanks and newline left out. */
static void pieces(const char *text, unsigned line, struct strbuf *out)
{
	struct clex x;
	const char *s;
	size_t len;

	strbuf_clear(out);
	clex_init(&x, text, strlen(text));
	assert_int_equal(clex_skip(&x, line), 0);
	for (;;) {
		enum clex_class c = clex_next(&x, &s, &len);

		if (!len || *s == '\n')
			break;
		if (strspn(s, " \t") < len)
			strbuf_addf(out, "%s%c:%.*s", out->len ? " " : "", class_letter[c],
				    (int)len, s);
	}
}

static void colours(void **state)
{
	static const char text[] =
		"/* a\n"
		" * \"b */ int x = 0x1f;\n"
		"#define F(a) \\\n"
		"	g(a, 1)\n"
		"return f(\"a\\\"/*\", 'c'); // int\n"
		"\n"
		"if (a / b)";
	struct strbuf out = STRBUF_INIT;

	pieces(text, 1, &out);
	assert_string_equal(out.buf, "c:/* a");
	pieces(text, 2, &out);
	assert_string_equal(out.buf, "c: * \"b */ k:int w:x .: =  n:0x1f .:;");
	pieces(text, 4, &out);
	assert_string_equal(out.buf, "p:g p:( p:a p:,  p:1 p:)");
	pieces(text, 5, &out);
	assert_string_equal(out.buf, "k:return w:f .:( s:\"a\\\"/*\" .:,  s:'c' .:);  c:// int");
	pieces(text, 6, &out);
	assert_string_equal(out.buf, "");
	pieces(text, 7, &out);
	assert_string_equal(out.buf, "k:if .: ( w:a .:/  w:b .:)");
	strbuf_release(&out);
}

/* Nothing that is no C makes it stop or go over the end. */
static void any_bytes(void **state)
{
	unsigned seed = 1, i, n;
	char text[257];

	for (n = 0; n < 2000; n++) {
		struct clex x;
		const char *s = text;
		size_t len, total = 0;

		for (i = 0; i < 256; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = "\"'/*\\#\n a1\x80\t(\1_{"[seed >> 16 & 15];
		}
		text[256] = '\0';
		clex_init(&x, text, 256);
		for (;;) {
			clex_next(&x, &s, &len);
			if (!len)
				break;
			assert_true(len == 1 || !memchr(s, '\n', len));
			total += len;
		}
		assert_int_equal(total, 256);
		clex_init(&x, text, 256);
		assert_int_equal(clex_skip(&x, 1000), -1);
	}
}

/* ---- sentences --------------------------------------------------------------------- */

static void put_text(struct report *r, const char *text)
{
	sink_puts(&r->out, text);
}

static void put_code(struct report *r, const char *text)
{
	sink_printf(&r->out, "<%s>", text);
}

static void put_func(struct report *r, uint32_t func)
{
	sink_printf(&r->out, "f%u", func);
}

static void put_place(struct report *r, struct q_place place)
{
	sink_printf(&r->out, "%u:%u", place.file, place.line);
}

static const struct prose_ink ink = {
	.text = put_text, .code = put_code, .func = put_func, .place = put_place,
};

static void gaps(void **state)
{
	const struct prose_gap some[] = {
		{ .name = "caller", .type = PROSE_FUNC, .id = 1 },
		{ .name = "callee", .type = PROSE_FUNC, .id = 2 },
		{ .name = "site", .type = PROSE_PLACE, .place = { 3, 4 } },
		{ .name = "{name}", .type = PROSE_TEXT, .text = "no" }, { .type = PROSE_END }
	};
	struct report r;

	report_init(&r, -1);
	prose_say(&r, &ink, "{caller} calls {callee} at {site}.", some);
	assert_string_equal(r.out.buf.buf, "f1 calls f2 at 3:4.");
	strbuf_clear(&r.out.buf);
	r.lang = LANG_ZH;
	prose_say(&r, &ink, "{caller} calls {callee} at {site}.", some);
	assert_string_equal(r.out.buf.buf, "f1 在 3:4 调用 f2。");
	strbuf_clear(&r.out.buf);
	/* what is no gap is left out; a brace alone is text */
	prose_say(&r, &ink, "a {nothing}b } { c", some);
	assert_string_equal(r.out.buf.buf, "a b } { c");
	report_release(&r);
}

static void new_paragraph(struct report *r)
{
	sink_puts(&r->out, "|");
}

static void paragraphs(void **state)
{
	struct report r;

	report_init(&r, -1);
	prose_plain(&r, &ink, "\n\na `b` c\nd\n \t\n\n`e\nf` ` ` g`\n\n", new_paragraph);
	assert_string_equal(r.out.buf.buf, "a <b> c\nd|<e\nf> ` ` g`");
	report_release(&r);
}

/* ---- lab files --------------------------------------------------------------------- */

static void wrong(const char *json, const char *message)
{
	struct strbuf err = STRBUF_INIT;
	struct lab lab;

	assert_int_equal(lab_parse(&lab, json, strlen(json), "x.json", &err), -1);
	assert_string_equal(err.buf, message);
	lab_release(&lab);
	strbuf_release(&err);
}

#define PART(p) "{\"title\":\"t\",\"questions\":[{\"title\":\"q\",\"parts\":[" p "]}]}"

static void messages(void **state)
{
	wrong("", "x.json: it is not JSON: line 1 is wrong");
	wrong("{}", "x.json: a lab needs a \"title\"");
	wrong("{\"title\":1}", "x.json: \"title\" must be a string, or an object with \"en\" and \"zh\"");
	wrong("{\"title\":\"t\"}", "x.json: a lab needs \"questions\"");
	wrong("{\"title\":\"t\",\"questions\":[{}]}", "x.json: question 1: it needs a \"title\"");
	wrong(PART("1"), "x.json: question 1, part 1: it must be an object");
	wrong(PART("{\"kind\":\"text\"},{\"kind\":\"slot\"}"),
	      "x.json: question 1, part 2: a part of kind \"slot\" needs \"slot\"");
	wrong(PART("{\"kind\":\"table\",\"object\":\"\"}"),
	      "x.json: question 1, part 1: \"object\" is empty");
	wrong(PART("{\"kind\":\"callers\",\"function\":\"f\",\"depth\":9}"),
	      "x.json: question 1, part 1: \"depth\" must be a number from 1 to 4");
}

static void members(void **state)
{
	static const char json[] = PART("{\"kind\":\"path\",\"from\":\"recv(2)\",\"to\":\"b\","
		"\"as\":\"tcp4\",\"via\":[\"c\",\"it's\"],\"k\":3,\"flow\":true,"
		"\"title\":{\"zh\":\"标题\"}}");
	struct strbuf err = STRBUF_INIT, command = STRBUF_INIT;
	struct report r;
	struct lab lab;
	struct lab_part *p;

	assert_int_equal(lab_parse(&lab, json, sizeof(json) - 1, "x", &err), 0);
	p = &lab.question[0].part[0];
	assert_ptr_equal(p->kind, &path_answer);
	assert_int_equal(lab_value(p, "k")->number, 3);
	assert_true(lab_value(p, "flow")->number);
	lab_command(p, &command);
	assert_string_equal(command.buf, "kpath path 'recv(2)' b --as tcp4 --via 'c,it'\\''s' "
			    "-k 3 --flow");
	/* a text in one language is there in both */
	report_init(&r, -1);
	assert_string_equal(lab_tr(&r, &p->title), "标题");
	assert_string_equal(lab_tr(&r, &p->text), "");
	report_release(&r);
	lab_release(&lab);
	strbuf_release(&command);
	strbuf_release(&err);
}

static void built_in(void **state)
{
	struct strbuf err = STRBUF_INIT;
	const char *name, *text;
	struct lab lab;
	size_t i, len;

	for (i = 0; (name = lab_builtin_name(i)); i++) {
		text = lab_builtin(name, &len);
		assert_int_equal(lab_parse(&lab, text, len, name, &err), 0);
		assert_string_equal(lab.id, name);
		lab_release(&lab);
	}
	assert_true(i > 0);
	assert_null(lab_builtin("nothing", NULL));
	assert_int_equal(lab_parse(&lab, lab_template, (size_t)(lab_template_end - lab_template),
				   "new", &err), 0);
	assert_int_equal(lab.nr_questions, 2);
	lab_release(&lab);
	strbuf_release(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(colours), cmocka_unit_test(any_bytes), cmocka_unit_test(gaps),
		cmocka_unit_test(paragraphs), cmocka_unit_test(messages),
		cmocka_unit_test(members), cmocka_unit_test(built_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
