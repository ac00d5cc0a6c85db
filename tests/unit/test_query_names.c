/* SPDX-License-Identifier: MIT */
/* Names as people write them: which function, slot or table they mean. */
#include "query_world.h"

static uint32_t find(struct world *w, const char *text, uint32_t *candidates)
{
	struct q_names names;
	uint32_t f;
	int status;

	strbuf_clear(&w->err);
	graph_finish(&w->g);
	status = q_resolve_name(&w->g, &w->k, &w->a, text, &f, &names, &w->err);
	assert_int_equal(status, f ? Q_FOUND : Q_UNKNOWN);
	assert_true(f ? !w->err.len && names.nr == 1 && names.func[0] == f : w->err.len > 0);
	if (candidates)
		*candidates = names.nr;
	return f;
}

static void by_name_and_file(void **state)
{
	struct world w;
	uint32_t a, b, n;

	world_init(&w);
	a = add_clones(&w, "tcp_init", "net/ipv4/tcp.c", 10, 1);
	b = add_clones(&w, "probe", "a/core.c", 10, 1);
	add_clones(&w, "probe", "b/core.c", 10, 1);
	add_clones(&w, "probe", "bb/core.c", 10, 1);
	assert_int_equal(find(&w, "tcp_init", NULL), a);
	assert_int_equal(find(&w, "net/ipv4/tcp.c:tcp_init", NULL), a);
	assert_int_equal(find(&w, "tcp.c:tcp_init", NULL), a);
	assert_int_equal(find(&w, "ipv4/tcp.c:tcp_init", NULL), a);
	assert_int_equal(find(&w, "cp.c:tcp_init", NULL), 0);
	assert_int_equal(find(&w, "probe", &n), 0);
	assert_int_equal(n, 3);
	assert_non_null(strstr(w.err.buf, "ambiguous"));
	assert_int_equal(find(&w, "core.c:probe", &n), 0);
	assert_int_equal(n, 3);
	assert_int_equal(find(&w, "a/core.c:probe", NULL), b);
	assert_int_equal(find(&w, "b/core.c:probe", NULL), b + 1);
	assert_int_equal(find(&w, "c/core.c:probe", &n), 0);
	assert_non_null(strstr(w.err.buf, "that file"));
	assert_int_equal(find(&w, "", NULL), 0);
	assert_int_equal(find(&w, ":", NULL), 0);
	assert_int_equal(find(&w, "(2)", NULL), 0);
	assert_int_equal(find(&w, "tcp_init()", NULL), a);
	assert_int_equal(find(&w, "tcp.c:tcp_init()", NULL), a);
	assert_int_equal(find(&w, "()", NULL), 0);
	assert_int_equal(find(&w, "()()", NULL), 0);
	world_release(&w);
}

static void which_one_wins(void **state)
{
	struct world w;
	uint32_t body, decl, vdso, weak, strong, n;

	world_init(&w);
	decl = add_clones(&w, "f", "f.h", 1, 1);
	w.g.func[decl].flags = 0;
	assert_int_equal(find(&w, "f", NULL), decl);
	body = add_clones(&w, "f", "f.c", 1, 1);
	assert_int_equal(find(&w, "f", NULL), body);
	vdso = add_clones(&w, "f", "vdso.c", 1, 1);
	w.g.func[vdso].unit = str(&w, "vdso");
	assert_int_equal(find(&w, "f", NULL), body);
	assert_int_equal(find(&w, "vdso.c:f", NULL), vdso);
	weak = add_clones(&w, "g", "kernel.c", 1, 1);
	w.g.func[weak].flags |= GF_WEAK;
	strong = add_clones(&w, "g", "arch.c", 1, 1);
	assert_int_equal(find(&w, "g", NULL), strong);
	add_clones(&w, "g", "other.c", 1, 1);
	assert_int_equal(find(&w, "g", &n), 0);
	assert_int_equal(n, 3);
	decl = add_clones(&w, "alias", "h.h", 1, 1);
	w.g.func[decl].flags = 0;
	w.g.func[decl].alias_of = body;
	n = add_clones(&w, "alias", "i.h", 1, 1);
	w.g.func[n].flags = 0;
	assert_int_equal(find(&w, "alias", NULL), decl);
	world_release(&w);
}

static void variants(void **state)
{
	struct world w;
	uint32_t own, other;

	world_init(&w);
	own = add_clones(&w, "load", "fs/binfmt_elf.c", 5, 1);
	w.g.func[own].variant = str(&w, "fs/binfmt_elf.c");
	other = add_clones(&w, "load", "fs/binfmt_elf.c", 5, 1);
	w.g.func[other].variant = str(&w, "fs/compat_binfmt_elf.c");
	assert_int_equal(find(&w, "load", NULL), own);
	assert_int_equal(find(&w, "fs/binfmt_elf.c:load@fs/compat_binfmt_elf.c", NULL), other);
	assert_int_equal(find(&w, "load@compat_binfmt_elf.c", NULL), other);
	assert_int_equal(find(&w, "load@nothing.c", NULL), 0);
	w.g.func[own].variant = str(&w, "fs/third.c");
	assert_int_equal(find(&w, "load", NULL), 0);
	assert_non_null(strstr(w.err.buf, "@MAIN-FILE"));
	world_release(&w);
}

static void system_calls(void **state)
{
	const char *prefix[] = { "__x64_sys_", "__do_sys_", "sys_", NULL };
	struct k_pair wrapper[] = { { "send", "sendto" }, { "wait", "missing" } };
	struct world w;
	uint32_t x64, sendto, decl, wait;

	world_init(&w);
	w.k.syscall_prefixes = (struct k_strings){ prefix, 3 };
	w.k.wrappers = (struct k_pairs){ wrapper, 2 };
	decl = add_clones(&w, "__x64_sys_getpid", "syscalls.h", 1, 1);
	w.g.func[decl].flags = 0;
	decl = add_clones(&w, "sys_connect", "syscalls.h", 1, 1);
	w.g.func[decl].flags = 0;
	add_clones(&w, "__do_sys_connect", "net/socket.c", 9, 1);
	x64 = add_clones(&w, "__x64_sys_connect", "net/socket.c", 9, 1);
	sendto = add_clones(&w, "__x64_sys_sendto", "net/socket.c", 19, 1);
	wait = add_clones(&w, "__do_sys_wait", "kernel/exit.c", 19, 1);
	assert_int_equal(find(&w, "connect(2)", NULL), x64);
	assert_int_equal(find(&w, "sys_connect", NULL), x64);
	assert_int_equal(find(&w, "send(2)", NULL), sendto);
	assert_int_equal(find(&w, "sys_send", NULL), sendto);
	assert_int_equal(find(&w, "wait(2)", NULL), wait);	/* its wrapper's is not there */
	assert_int_equal(find(&w, "getpid(2)", NULL), 0);	/* declared only */
	assert_int_equal(find(&w, "nosuch(2)", NULL), 0);
	assert_null(strstr(w.err.buf, "is written"));
	assert_int_equal(find(&w, "send", NULL), 0);
	assert_non_null(strstr(w.err.buf, "'send(2)'"));
	assert_int_equal(find(&w, "getpid", NULL), 0);
	assert_null(strstr(w.err.buf, "is written"));
	decl = add_clones(&w, "sys_real", "x.c", 1, 1);
	assert_int_equal(find(&w, "sys_real", NULL), decl);
	world_release(&w);
}

static void suggestions(void **state)
{
	struct q_names names;
	struct world w;
	uint32_t f, i;

	world_init(&w);
	fn(&w, "unrelated_name");
	fn(&w, "tcp_v4_recv");
	fn(&w, "tcp_v4_rcv");
	fn(&w, "tcp_v6_rcv");
	assert_int_equal(q_resolve_name(&w.g, &w.k, &w.a, "tcp_v4_rvc", &f, &names, &w.err), Q_UNKNOWN);
	assert_int_equal(names.nr, 3);
	assert_string_equal(graph_str(&w.g, w.g.func[names.func[0]].name), "tcp_v4_recv");
	assert_string_equal(graph_str(&w.g, w.g.func[names.func[1]].name), "tcp_v4_rcv");
	assert_string_equal(graph_str(&w.g, w.g.func[names.func[2]].name), "tcp_v6_rcv");
	for (i = 0; i < 40; i++) {
		char name[32];

		snprintf(name, sizeof(name), "tcp_v4_rv%02u", i);
		fn(&w, name);
	}
	q_resolve_name(&w.g, &w.k, &w.a, "tcp_v4_rvc", &f, &names, &w.err);
	assert_int_equal(names.nr, 8);
	w.g.func[2].flags = 0;		/* what has no body is no suggestion */
	w.g.func[3].flags = 0;
	q_resolve_name(&w.g, &w.k, &w.a, "tcp_v4_rcv1", &f, &names, &w.err);
	for (i = 0; i < names.nr; i++)
		assert_int_not_equal(names.func[i], 3);
	world_release(&w);
}

/* ---- slots and tables ----------------------------------------------------------- */

static void slots(void **state)
{
	struct k_pair rename[] = { { "sk_state", "sock_common.skc_state" } };
	struct q_slot_result r;
	struct q_names names;
	struct world w;
	uint32_t a, b, handler, s;

	world_init(&w);
	w.k.renames = (struct k_pairs){ rename, 1 };
	a = fn(&w, "a");
	b = fn(&w, "b");
	add_slot(&w, "other.x", "other");
	handler = add_slot(&w, "net_protocol.handler", "net_protocol");
	add_slot(&w, "sock_common.skc_state", "sock_common");
	add_slot(&w, "net_protocol.handler", "net_protocol");	/* another, of no use */
	for (s = 0; s < 3; s++) {
		uint32_t st = new_store(&w);

		w.g.store[st] = (struct g_store){ .slot = s ? handler : 1, .func = s == 1 ? b : a,
			.file = add_file(&w, "z.c"), .line = 9 - s };
	}
	s = slot_site(&w, a, 12, handler, 0);
	add_edge(&w, s, 0, b, 0, GK_OPS, GR_SLOT, 0);
	s = slot_site(&w, b, 5, handler, 0);
	graph_finish(&w.g);
	assert_int_equal(q_slot(&w.g, &w.k, "net_protocol.handler", &r, &names, &w.err), Q_FOUND);
	assert_int_equal(r.slot, handler);
	assert_int_equal(r.nr_stores, 2);
	assert_int_equal(w.g.store[r.store[0]].line, 7);
	assert_int_equal(w.g.store[r.store[1]].line, 8);
	assert_int_equal(r.nr_calls, 2);
	assert_int_equal(r.call[0].caller, b);
	assert_int_equal(r.call[1].targets, 1);
	q_slot_release(&r);
	assert_int_equal(q_slot(&w.g, &w.k, "handler", &r, &names, &w.err), Q_FOUND);
	assert_int_equal(r.slot, handler);
	q_slot_release(&r);
	assert_int_equal(q_slot(&w.g, &w.k, "ops.h:net_protocol.handler", &r, &names, &w.err), Q_FOUND);
	q_slot_release(&r);
	assert_int_equal(q_slot(&w.g, &w.k, "sk_state", &r, &names, &w.err), Q_NONE);
	assert_int_equal(r.slot, 3);
	q_slot_release(&r);
	assert_int_equal(q_slot(&w.g, &w.k, "net_protocol.hander", &r, &names, &w.err), Q_UNKNOWN);
	assert_int_equal(names.nr, 2);
	assert_int_equal(names.func[0], handler);
	q_slot_release(&r);
	world_release(&w);
}

static void tables(void **state)
{
	struct q_table_result r;
	struct q_names names;
	struct world w;
	uint32_t a, t, u, s;

	world_init(&w);
	a = fn(&w, "a");
	add_object(&w, "first", "proto_ops");
	t = add_object(&w, "inet_stream_ops", "proto_ops");
	u = add_object(&w, "inet_stream_ops", "proto_ops");
	add_field(&w, t, "connect", a);
	add_field(&w, t, "bind", a);
	add_field(&w, u, "bind", a);
	w.g.object[u].file = add_file(&w, "x/y.c");
	s = new_store(&w);
	w.g.store[s] = (struct g_store){ .slot = 0, .target = t, .file = 1, .line = 3 };
	assert_int_equal(q_table(&w.g, "inet_stream_ops", &r, &names, &w.err), Q_UNKNOWN);
	assert_int_equal(names.nr, 2);
	q_table_release(&r);
	assert_int_equal(q_table(&w.g, "tables.c:inet_stream_ops", &r, &names, &w.err), Q_FOUND);
	assert_int_equal(r.object, t);
	assert_int_equal(r.nr_fields, 2);
	assert_string_equal(graph_str(&w.g, w.g.field_value[r.field[1]].field), "bind");
	assert_int_equal(r.nr_held, 1);
	q_table_release(&r);
	assert_int_equal(q_table(&w.g, "inet_dgram_ops", &r, &names, &w.err), Q_UNKNOWN);
	assert_int_equal(names.nr, 2);
	q_table_release(&r);
	world_release(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_name_and_file),
		cmocka_unit_test(which_one_wins),
		cmocka_unit_test(variants),
		cmocka_unit_test(system_calls),
		cmocka_unit_test(suggestions),
		cmocka_unit_test(slots),
		cmocka_unit_test(tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
