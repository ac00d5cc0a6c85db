/* SPDX-License-Identifier: MIT */
/* The embedded knowledge, a file laid over it, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "model/graph.h"
#include "model/knowledge.h"
#include "model/knowledge_json.h"

static void load(struct knowledge *k, const char *extra)
{
	struct strbuf err = STRBUF_INIT;

	if (knowledge_init(k, extra, "extra.json", &err))
		fail_msg("%s", err.buf);
	strbuf_release(&err);
}

static void refused(const char *extra, const char *message)
{
	struct strbuf err = STRBUF_INIT;
	struct knowledge k;

	assert_int_equal(knowledge_init(&k, extra, "extra.json", &err), -1);
	assert_string_equal(err.buf, message);
	strbuf_release(&err);
}

static int has(const struct k_strings *s, const char *what)
{
	size_t i;

	for (i = 0; i < s->nr; i++)
		if (!strcmp(s->s[i], what))
			return 1;
	return 0;
}

static const struct k_mechanism *mechanism(const struct knowledge *k, const char *name)
{
	size_t i;

	for (i = 0; i < k->nr_mechanism; i++)
		if (!strcmp(k->mechanism[i].name, name))
			return &k->mechanism[i];
	fail_msg("no mechanism %s", name);
	abort();
}

static const struct k_section *section(const struct knowledge *k, const char *name)
{
	size_t i;

	for (i = 0; i < k->nr_section; i++)
		if (!strcmp(k->section[i].name, name))
			return &k->section[i];
	fail_msg("no section %s", name);
	abort();
}

/* ---- what is built in -------------------------------------------------- */

static void test_embedded(void **state)
{
	struct knowledge k;

	(void)state;
	load(&k, NULL);
	assert_true(k.nr_mechanism >= 27);
	assert_true(mechanism(&k, "timer")->deferred);
	assert_true(has(&mechanism(&k, "timer")->fields, "timer_list.function"));
	assert_true(has(&mechanism(&k, "timer")->starters, "mod_timer"));
	assert_false(mechanism(&k, "netfilter")->deferred);
	assert_string_equal(section(&k, ".initcall5.init")->level, "5");
	assert_true(has(&section(&k, ".initcall5.init")->also, ".initcallrootfs.init"));
	assert_true(has(&section(&k, ".initcallearly.init")->symbols, "__initcall_start"));
	assert_string_equal(k_pairs_get(&k.wrappers, "send"), "sendto");
	assert_string_equal(k_pairs_get(&k.renames, "sk_state"), "sock_common.skc_state");
	assert_string_equal(k_pairs_get(&k.asm_calls, "entry_SYSCALL_64"), "do_syscall_64");
	assert_null(k_pairs_get(&k.wrappers, "no such call"));
	assert_true(k.weight.hop == 0.45 && k.weight.deferred == 12 && k.weight.guard == 1);
	assert_true(k.weight.rule[GR_SLOT] == 1 && k.weight.rule[GR_TYPE] == 8);
	assert_true(k.weight.rule[GR_TWO_LAYER] == 0);
	knowledge_release(&k);
}

/* Other programs and the hand-written tables rely on these names. */
static void test_scenarios(void **state)
{
	static const char *const names[] = { "tcp4", "tcp6", "udp4", "udp6", "unix", "netlink",
		"packet", "raw4", "loopback", "e1000", "e1000e", "virtio_net", "ext4", "tmpfs",
		"pipe" };
	struct knowledge k;
	size_t i, j;

	(void)state;
	load(&k, NULL);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct k_scenario *s = knowledge_scenario(&k, names[i]);

		assert_non_null(s);
		assert_true(s->about[0]);
		assert_true(s->bind.nr > 0);
	}
	/* a glob that also means locks would cut most routes */
	for (i = 0; i < k.nr_scenario; i++)
		for (j = 0; j < k.scenario[i].avoid.nr; j++) {
			struct k_strings one = { &k.scenario[i].avoid.s[j], 1 };

			assert_false(k_strings_match(&one, "raw_spin_lock"));
			assert_false(k_strings_match(&one, "raw_notifier_call_chain"));
			assert_false(k_strings_match(&one, "__dev_queue_xmit"));
		}
	assert_string_equal(k_pairs_get(&knowledge_scenario(&k, "tcp4")->bind, "proto"), "tcp_prot");
	assert_true(has(&knowledge_scenario(&k, "tcp4")->include, "ipv4"));
	assert_null(knowledge_scenario(&k, "tcp5"));
	knowledge_release(&k);
}

/* What stands first decides, so exceptions must come before their rule. */
static void test_units_in_order(void **state)
{
	static const char *const want[][2] = {
		{ "arch/x86/entry/vdso/vma.c", "vmlinux" },
		{ "arch/x86/entry/vdso/vdso-image-64.c", "vmlinux" },
		{ "arch/x86/entry/vdso/vclock_gettime.c", "vdso" },
		{ "arch/x86/realmode/init.c", NULL },
		{ "arch/x86/realmode/rm/wakemain.c", "realmode" },
		{ "arch/x86/boot/compressed/misc.c", "boot" },
		{ "drivers/firmware/efi/libstub/file.c", "efistub" },
		{ "drivers/firmware/efi/efi.c", NULL },
		{ "net/ipv4/tcp.c", NULL },
	};
	struct knowledge k;
	size_t i, j;

	(void)state;
	load(&k, NULL);
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		const char *unit = "vmlinux";

		for (j = 0; j < k.units.nr; j++) {
			struct k_strings glob = { &k.units.p[j].key, 1 };

			if (k_strings_match(&glob, want[i][0])) {
				unit = k.units.p[j].value;
				break;
			}
		}
		assert_string_equal(unit, want[i][1] ? want[i][1] : "vmlinux");
	}
	knowledge_release(&k);
}

static void test_no_string_is_lost(void **state)
{
	struct knowledge k;
	size_t i;

	(void)state;
	load(&k, NULL);
	assert_null(k.leaves.s[k.leaves.nr]);
	for (i = 0; i < k.nr_section; i++)	/* left out members are empty, not NULL */
		assert_non_null(k.section[i].also.s);
	for (i = 0; i < k.nr_scenario; i++)
		assert_non_null(k.scenario[i].avoid.s);
	assert_true(k_strings_match(&k.leaves, "__traceiter_sched_switch"));
	assert_false(k_strings_match(&k.leaves, "tcp_v4_rcv"));
	knowledge_release(&k);
}

/* ---- laid over ------------------------------------------------------------ */

static void test_overlay(void **state)
{
	struct knowledge base, k;
	const char *const *l;

	(void)state;
	load(&base, NULL);
	load(&k, "{ \"wrappers\": { \"send\": \"sendmsg\", \"mine\": \"read\" },"
		 "  \"leaves\": [\"my_probe_*\"],"
		 "  \"mechanisms\": { \"timer\": { \"starters\": [\"arm_it\"] },"
		 "    \"mine\": { \"deferred\": true, \"fields\": [\"my_work.fn\"] } },"
		 "  \"scenarios\": { \"tcp4\": { \"bind\": { \"proto\": \"my_prot\" } } },"
		 "  \"weights\": { \"deferred\": 3, \"rule\": { \"type\": 9 } } }");
	assert_string_equal(k_pairs_get(&k.wrappers, "send"), "sendmsg");
	assert_string_equal(k_pairs_get(&k.wrappers, "mine"), "read");
	assert_string_equal(k_pairs_get(&k.wrappers, "recv"), "recvfrom");
	assert_int_equal(k.leaves.nr, base.leaves.nr + 1);
	l = k.leaves.s;
	assert_string_equal(l[k.leaves.nr - 1], "my_probe_*");
	assert_true(has(&mechanism(&k, "timer")->starters, "mod_timer"));
	assert_true(has(&mechanism(&k, "timer")->starters, "arm_it"));
	assert_true(mechanism(&k, "timer")->deferred);
	assert_int_equal(k.nr_mechanism, base.nr_mechanism + 1);
	assert_string_equal(k_pairs_get(&knowledge_scenario(&k, "tcp4")->bind, "proto"), "my_prot");
	assert_string_equal(k_pairs_get(&knowledge_scenario(&k, "tcp4")->bind, "proto_ops"),
			    "inet_stream_ops");
	assert_true(k.weight.deferred == 3 && k.weight.hop == 0.45);
	assert_true(k.weight.rule[GR_TYPE] == 9 && k.weight.rule[GR_SLOT] == 1);
	assert_true(k.digest != base.digest);
	knowledge_release(&k);
	knowledge_release(&base);
}

static void test_overlay_units_come_first(void **state)
{
	struct knowledge k;

	(void)state;
	load(&k, "{ \"units\": { \"a/*\": \"one\", \"tools/*\": \"two\" } }");
	assert_string_equal(k.units.p[0].key, "a/*");
	assert_string_equal(k.units.p[1].key, "tools/*");
	assert_string_equal(k.units.p[1].value, "two");
	assert_string_equal(k_pairs_get(&k.units, "tools/*"), "two");
	assert_string_equal(k_pairs_get(&k.units, "scripts/*"), "scripts");
	knowledge_release(&k);
}

static void test_empty_overlay(void **state)
{
	struct knowledge base, k;

	(void)state;
	load(&base, NULL);
	load(&k, " {}\n");
	assert_int_equal(k.nr_scenario, base.nr_scenario);
	assert_int_equal(k.units.nr, base.units.nr);
	knowledge_release(&k);
	knowledge_release(&base);
}

/* ---- refused --------------------------------------------------------------- */

static void test_not_json(void **state)
{
	(void)state;
	refused("{\n  \"leaves\": [\n    oops\n  ]\n}", "extra.json:3: this is not JSON");
	refused("{} x", "extra.json:1: this is not JSON");
	refused("", "extra.json:1: this is not JSON");
	refused("[]", "extra.json: the text is not a JSON object");
}

static void test_unknown_members(void **state)
{
	(void)state;
	refused("{\"leafs\": []}", "extra.json:1: member \"leafs\" is unknown");
	refused("{\"mechanisms\": {\"timer\": {\"starter\": []}}}",
		"extra.json:1: member \"mechanisms.timer.starter\" is unknown");
	refused("{\"weights\": {\"hops\": 1}}", "extra.json:1: member \"weights.hops\" is unknown");
	refused("{\"weights\": {\"condition\": {\"luck\": 1}}}",
		"extra.json:1: member \"weights.condition.luck\" is unknown");
	refused("{\"weights\": {\"rule\": {\"luck\": 1}}}",
		"extra.json:1: member \"weights.rule.luck\" is unknown");
}

/* The line is that of the member, not of another one of that name. */
static void test_lines(void **state)
{
	(void)state;
	refused("{\n \"mechanisms\": {\n  \"timer\": {\"about\": \"\\\"hop\\\": {\"},\n"
		"  \"other\": {\"deferred\": true,\n   \"hop\": 1}}}",
		"extra.json:5: member \"mechanisms.other.hop\" is unknown");
	refused("{\n\"wrappers\": {\"a\": \"b\",\n\"a\": \"c\"}}",
		"extra.json:3: member \"wrappers.a\" is given twice");
	refused("{\n\"leaves\": [],\n\"leaves\": []}",
		"extra.json:3: member \"leaves\" is given twice");
	refused("{\n\"likely_macros\": []}", "extra.json:2: member \"likely_macros\" is unknown");
}

static void test_wrong_types(void **state)
{
	(void)state;
	refused("{\"leaves\": \"x\"}", "extra.json:1: member \"leaves\" is not an array of strings");
	refused("{\"leaves\": [1]}", "extra.json:1: member \"leaves\" is not an array of strings");
	refused("{\"units\": []}", "extra.json:1: member \"units\" is not an object");
	refused("{\"wrappers\": {\"a\": 1}}", "extra.json:1: member \"wrappers.a\" is not a string");
	refused("{\"mechanisms\": {\"timer\": {\"deferred\": 1}}}",
		"extra.json:1: member \"mechanisms.timer.deferred\" is not true or false");
	refused("{\"sections\": {\".x\": {\"kind\": null}}}",
		"extra.json:1: member \"sections..x.kind\" is not a string");
	refused("{\"weights\": {\"hop\": -1}}",
		"extra.json:1: member \"weights.hop\" is not a number from 0 to 1000");
	refused("{\"weights\": {\"hop\": 1e999}}",
		"extra.json:1: member \"weights.hop\" is not a number from 0 to 1000");
	refused("{\"weights\": {\"deferred\": 1048576}}",	/* 2^32 in units of 1/4096 */
		"extra.json:1: member \"weights.deferred\" is not a number from 0 to 1000");
	refused("{\"weights\": {\"rule\": {\"type\": 1e7}}}",
		"extra.json:1: member \"weights.rule.type\" is not a number from 0 to 1000");
	refused("{\"documents\": {\"short_hops\": 1e15}}",
		"extra.json:1: member \"documents.short_hops\" is not a number from 0 to 1000");
	refused("{\"weights\": 1}", "extra.json:1: member \"weights\" is not an object");
	refused("{\"scenarios\": {\"x\": 1}}", "extra.json:1: member \"scenarios.x\" is not an object");
}

/* Each entry of a list or table is compared with the others: there are only so many. */
static void test_too_many(void **state)
{
	static const struct { const char *head, *one, *tail, *says; int few, many; } lists[] = {
		{ "{\"opaque\": [", "\"a%d\"", "]}", "\"opaque\" has too many entries", 1900, 2100 },
		{ "{\"wrappers\": {", "\"a%d\": \"b\"", "}}", "\"wrappers\" has too many entries", 1900, 2100 },
		{ "{\"scenarios\": {", "\"a%d\": {\"about\": \"x\"}", "}}", "\"scenarios\" has too many entries", 1900, 2100 },
		{ "{\"scenarios\": {\"x\": {\"include\": [", "\"tcp4\"", "]}}}", "\"scenarios.x.include\" has too many entries", 32, 33 },
		{ "{\"sections\": {\".x\": {\"kind\": \"k\", \"also\": [", "\".x\"", "]}}}", "\"sections..x.also\" has too many entries", 32, 33 },
	};
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
	struct knowledge k;
	size_t i;
	int n, more;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		for (more = 0; more < 2; more++) {
			strbuf_clear(&text);
			strbuf_addstr(&text, lists[i].head);
			for (n = 0; n < (more ? lists[i].many : lists[i].few); n++) {
				strbuf_addstr(&text, n ? "," : "");
				strbuf_addf(&text, lists[i].one, n);
			}
			strbuf_addstr(&text, lists[i].tail);
			strbuf_clear(&err);
			assert_int_equal(knowledge_init(&k, text.buf, "extra.json", &err), more ? -1 : 0);
			if (more)
				assert_non_null(strstr(err.buf, lists[i].says));
			else
				knowledge_release(&k);
		}
	}
	strbuf_release(&text);
	strbuf_release(&err);
}

static void test_what_does_not_fit_together(void **state)
{
	(void)state;
	refused("{\"wrappers\": {\"a\": \"b\", \"a\": \"c\"}}",
		"extra.json:1: member \"wrappers.a\" is given twice");
	refused("{\"mechanisms\": {\"mine\": {\"fields\": [\"a.b\"]}}}",
		"extra.json: member \"mechanisms.mine.deferred\" is missing");
	refused("{\"scenarios\": {\"x\": {\"include\": [\"nowhere\"]}}}",
		"extra.json:1: member \"scenarios.x.include\" names \"nowhere\", which is no scenario");
	refused("{\"scenarios\": {\"x\": {\"include\": [\"y\"]}, \"y\": {\"include\": [\"x\"]}}}",
		"extra.json:1: member \"scenarios.x.include\" goes round in a circle");
	refused("{\"sections\": {\".x\": {\"kind\": \"k\", \"also\": [\".nowhere\"]}}}",
		"extra.json:1: member \"sections..x.also\" names \".nowhere\", which is no section");
}

/* What is built in packed is what the texts say, every byte of it is needed, and an overlay's packs too. */
static void test_packed(void **state)
{
	struct strbuf err = STRBUF_INIT, packed = STRBUF_INIT, read = STRBUF_INIT, again = STRBUF_INIT;
	struct knowledge k, t;
	size_t n;

	(void)state;
	load(&k, NULL);
	knowledge_pack(&k, &packed);
	knowledge_release(&k);
	assert_int_equal(knowledge_read(&k, NULL, NULL, &err), 0);
	knowledge_pack(&k, &read);
	assert_int_equal(packed.len, read.len);
	assert_memory_equal(packed.buf, read.buf, read.len);
	for (n = 0; n < read.len; n += n < read.len - 3000 ? 997 : 1)
		assert_int_equal(knowledge_unpack(&t, read.buf, n), -1);
	strbuf_addch(&read, '\0');
	assert_int_equal(knowledge_unpack(&t, read.buf, read.len), -1);
	knowledge_release(&k);

	load(&k, "{\"weights\": {\"hop\": 3, \"rule\": {\"type\": 4}}, \"wrappers\": {\"mine\": \"yours\"}}");
	strbuf_clear(&read);
	knowledge_pack(&k, &read);
	assert_int_not_equal(packed.len, read.len);
	assert_int_equal(knowledge_unpack(&t, read.buf, read.len), 0);
	knowledge_pack(&t, &again);
	assert_int_equal(again.len, read.len);
	assert_memory_equal(again.buf, read.buf, read.len);
	assert_true(t.weight.hop == 3 && t.weight.rule[GR_TYPE] == 4);
	assert_string_equal(k_pairs_get(&t.wrappers, "mine"), "yours");
	assert_true(t.digest == k.digest);
	knowledge_release(&t);
	knowledge_release(&k);
	strbuf_release(&packed);
	strbuf_release(&read);
	strbuf_release(&again);
	strbuf_release(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_embedded),
		cmocka_unit_test(test_scenarios),
		cmocka_unit_test(test_units_in_order),
		cmocka_unit_test(test_no_string_is_lost),
		cmocka_unit_test(test_overlay),
		cmocka_unit_test(test_overlay_units_come_first),
		cmocka_unit_test(test_empty_overlay),
		cmocka_unit_test(test_not_json),
		cmocka_unit_test(test_unknown_members),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_wrong_types),
		cmocka_unit_test(test_what_does_not_fit_together),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_packed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
