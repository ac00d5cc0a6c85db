/* SPDX-License-Identifier: MIT */
/* The tables of model/graph.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/fileio.h"
#include "model/graph.h"

/* Indexes hold these numbers. */
static void test_rule_numbers(void **state)
{
	static const char *const names[] = {
		"", "direct", "object", "two-layer", "call-site", "knowledge", "slot", "empty", "type",
	};
	size_t i;

	(void)state;
	assert_true(GR_NR >= sizeof(names) / sizeof(names[0]));
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_string_equal(g_rule[i].name, names[i]);
}

static void both_languages(const struct g_text *t)
{
	assert_int_equal(!t->en, !t->zh);
	if (t->en)
		assert_int_equal(!strstr(t->en, "{n}"), !strstr(t->zh, "{n}"));
}

/* No row is forgotten, no rank is given twice, and the document has them all in order. */
static void test_rules_are_whole(void **state)
{
	struct strbuf page = STRBUF_INIT, row = STRBUF_INIT, err = STRBUF_INIT;
	enum g_rule by_rank[GR_NR];
	const char *at;
	unsigned i;

	(void)state;
	assert_int_equal(file_read(KPATH_SOURCE_DIR "/docs/architecture.md", &page, &err), 0);
	g_rules_by_rank(by_rank);
	assert_int_equal(by_rank[0], GR_NONE);
	at = page.buf;
	for (i = 1; i < GR_NR; i++) {
		const struct g_rule_info *r = &g_rule[by_rank[i]];

		assert_non_null(r->name);
		assert_int_equal(r->rank, i);
		assert_non_null(r->about);
		assert_true(by_rank[i] == GR_EMPTY || r->says.en);
		both_languages(&r->says);
		both_languages(&r->says_single);
		if (by_rank[i] == GR_DIRECT)
			continue;	/* no pointer is resolved */
		strbuf_clear(&row);
		strbuf_addf(&row, "\n| `%s` |", r->name);
		at = strstr(at, row.buf);
		if (!at)
			fail_msg("docs/architecture.md: no row for %s at its place", r->name);
	}
	strbuf_release(&page);
	strbuf_release(&row);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rule_numbers),
		cmocka_unit_test(test_rules_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
