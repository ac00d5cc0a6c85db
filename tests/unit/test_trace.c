/* SPDX-License-Identifier: MIT */
/* Lines of traces, and a graph against them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "queries/trace/coverage.h"
#include "query_world.h"

static void feed(struct trace *t, const char *text)
{
	struct trace_state *st = trace_state_new();
	char *copy = strdup(text), *line, *next;

	for (line = copy; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		trace_line(t, st, line, strlen(line));
	}
	free(copy);
	trace_state_free(st);
}

static void check(const char *text, enum trace_format f, const char *pairs)
{
	struct strbuf sb = STRBUF_INIT;
	struct trace t;
	uint32_t i;

	trace_init(&t);
	feed(&t, text);
	for (i = 0; i < t.nr_call; i++)
		strbuf_addf(&sb, "%s%s>%s*%llu", i ? " " : "", strtab_str(&t.str, t.call[i].caller),
			    strtab_str(&t.str, t.call[i].callee), (unsigned long long)t.call[i].count);
	assert_string_equal(sb.buf, pairs);
	if (*pairs)
		assert_true(t.of_format[f] > 0);
	strbuf_release(&sb);
	trace_release(&t);
}

static void function_tracer(void **state)
{
	check("# tracer: function\n#\n#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n"
	      "          <idle>-0       [001] d..1.    12.345678: ip_rcv <-__netif_receive_skb_one_core\n"
	      "            bash-99      [000] d.h1.    12.345679: tcp_v4_rcv.isra.0+0x1/0x20 <-ip_rcv\n"
	      "            bash-99      [000] .....    12.345680: nf_hook_x [nf_tables] <-nf_hook_slow\n"
	      "            bash-99      [000] .....    12.345681: ip_rcv <-__netif_receive_skb_one_core\n"
	      "CPU:0 [LOST 12 EVENTS]\n",
	      TRACE_FUNCTION,
	      "__netif_receive_skb_one_core>ip_rcv*2 ip_rcv>tcp_v4_rcv*1 nf_hook_slow>nf_hook_x*1");
	/* trace-cmd report */
	check("     ping-12  [002]  77.1: function:             icmp_echo <-- icmp_rcv\n",
	      TRACE_FUNCTION, "icmp_rcv>icmp_echo*1");
}

static void graph_tracer(void **state)
{
	check("# CPU  DURATION                  FUNCTION CALLS\n"
	      " 0)               |  sys_sendto() {\n"
	      " 0)               |    sock_sendmsg() {\n"
	      " 1)   0.100 us    |  unrelated();\n"
	      " 0)   0.200 us    |      tcp_sendmsg();\n"
	      " 0)   ==========> |\n"
	      " 0)               |      /* a comment */\n"
	      " 0)   1.000 us    |    } /* sock_sendmsg */\n"
	      " 0)   0.300 us    |    fput.part.3();\n"
	      " 0)   2.000 us    |  }\n"
	      " ------------------------------------------\n"
	      " 0)  bash-1  =>  ping-2\n"
	      " 0)   0.3 us      |  after();\n"
	      " 0)   0.3 us      |  }\n"
	      " 0)   0.3 us      |  }\n",
	      TRACE_GRAPH,
	      "sys_sendto>sock_sendmsg*1 sock_sendmsg>tcp_sendmsg*1 sys_sendto>fput*1");
	check(" sh-1 [003] 5.1: funcgraph_entry:                   |  a() {\n"
	      " sh-1 [003] 5.2: funcgraph_entry:        0.1 us     |    b();\n"
	      " sh-1 [003] 5.3: funcgraph_exit:         1.1 us     |  }\n",
	      TRACE_GRAPH, "a>b*1");
}

static void chains(void **state)
{
	check("swapper 0 [001] 10.0: cycles:\n"
	      "\tffffffff81234567 tcp_transmit_skb+0x12 ([kernel.kallsyms])\n"
	      "\tffffffff81234568 tcp_write_xmit+0x345 ([kernel.kallsyms])\n"
	      "\t    7f0012345678 write+0x10 (/usr/lib/libc.so.6)\n"
	      "\t    7f0012345679 main+0x10 (/usr/bin/x)\n"
	      "\n"
	      "swapper 0 [001] 11.0: cycles:\n"
	      "\tffffffff81234599 lonely+0x1 ([kernel.kallsyms])\n",
	      TRACE_CHAIN, "tcp_write_xmit>tcp_transmit_skb*1");
}

static void initcalls(void **state)
{
	check("[    0.512345] calling  inet_init+0x0/0x3a0 @ 1\n"
	      "[    0.522345] initcall inet_init+0x0/0x3a0 returned 0 after 10 usecs\n",
	      TRACE_INITCALL, ">inet_init*1");
}

static void table(void **state)
{
	check("caller\tcaller_file\tcallee\tcallee_file\tsite_file\tsite_line\tpointer\tcount\n"
	      "a\ta.c\tb\tb.c\ta.c\t7\t1\t5\n"
	      "a\ta.c\tb\tb.c\ta.c\t9\t0\t2\n"
	      "\tx\n",
	      TRACE_TABLE, "a>b*5 a>b*2");
	check("callee\tcaller\nb\ta\n", TRACE_TABLE, "a>b*1");
}

static void rubbish(void **state)
{
	struct strbuf err = STRBUF_INIT;
	char name[] = "/tmp/kpath-trace-XXXXXX";
	struct trace t;
	int fd = mkstemp(name);

	check("hello\n\x01\xff\n <-\n | | |\n 0) | {\n 99999999) |  f() {\ncaller callee\n", TRACE_NONE, "");
	trace_init(&t);
	assert_int_equal(trace_read(&t, "/nowhere/at/all", &err), -1);
	assert_int_equal(write(fd, "not a trace\n", 12), 12);
	strbuf_clear(&err);
	assert_int_equal(trace_read(&t, name, &err), -1);
	assert_non_null(strstr(err.buf, "is a recorded call"));
	/* the last line is cut: "b <-a" may have been "b <-another" */
	assert_int_equal(write(fd, " x-1 [0] 1: c <-b\n x-1 [0] 1: b <-a", 36), 36);
	trace_release(&t);
	trace_init(&t);
	assert_int_equal(trace_read(&t, name, &err), 0);
	assert_true(t.cut);
	assert_int_equal(t.nr_call, 1);
	assert_int_equal(t.strange, 1);
	assert_true(trace_has(&t, "b", "c"));
	assert_false(trace_has(&t, "a", "b"));
	trace_release(&t);
	close(fd);
	unlink(name);
	strbuf_release(&err);
}

/* a -> inl (inline) -> c; a -> x -> d where x jumps; p calls t1 or t2 through a pointer */
static void coverage(void **state)
{
	struct world w;
	struct q_coverage c;
	struct strtab names;
	struct trace t;
	uint32_t a, inl, cc, x, d, p, t1, t2, later, s, slot;

	world_init(&w);
	a = fn(&w, "a");
	inl = fn(&w, "inl");
	cc = fn(&w, "c");
	x = fn(&w, "x");
	d = fn(&w, "d");
	p = fn(&w, "p");
	t1 = fn(&w, "t1");
	t2 = fn(&w, "t2");
	later = fn(&w, "later");
	w.g.func[inl].flags |= GF_INLINE;
	calls(&w, a, inl, 1);
	calls(&w, inl, cc, 2);
	calls(&w, a, x, 3);
	calls(&w, x, d, 4);
	slot = add_slot(&w, "ops.f", "ops");
	s = slot_site(&w, p, 5, slot, 0);
	add_edge(&w, s, 0, t1, 0, GK_OPS, GR_SLOT, 0);
	add_edge(&w, s, 0, t2, 0, GK_OPS, GR_SLOT, 0);
	s = add_site(&w, a, 6, GC_RESOLVED);
	add_edge(&w, s, 0, later, 0, w.timer, GR_SLOT, GE_STARTED_BY);
	graph_finish(&w.g);

	trace_init(&t);
	feed(&t, " k-1 [0] 1: c <-a\n k-1 [0] 1: x <-a\n k-1 [0] 1: d <-a\n k-1 [0] 1: t1 <-p\n"
		 " k-1 [0] 1: later <-a\n k-1 [0] 1: mystery <-a\n k-1 [0] 1: c <-p\n");
	assert_int_equal(q_coverage(&w.g, &t, NULL, &c), Q_NONE);
	assert_int_equal(c.recorded, 6);
	assert_int_equal(c.covered, 4);
	assert_int_equal(c.through, 1);
	assert_int_equal(c.tail, 1);
	assert_int_equal(c.unknown, 1);
	assert_int_equal(c.nr_missing, 2);
	assert_string_equal(c.missing[0].callee, "later");	/* started, not called */
	assert_string_equal(c.missing[1].caller, "p");
	assert_int_equal(c.nr_ran, 1);
	assert_int_equal(c.ran[0].candidates, 2);
	assert_int_equal(c.ran[0].occurred, 1);
	assert_true(c.ratio == 2.0);
	q_coverage_release(&c);

	/* where inl can be traced, c was not called by a */
	strtab_init(&names);
	strtab_add(&names, "inl");
	strtab_add(&names, "c");
	q_coverage(&w.g, &t, &names, &c);
	assert_int_equal(c.nr_missing, 3);
	q_coverage_release(&c);
	strtab_release(&names);
	trace_release(&t);

	/* a table that has every function needs every call */
	trace_init(&t);
	feed(&t, "caller\tcallee\na\tc\na\tinl\n");
	assert_int_equal(q_coverage(&w.g, &t, NULL, &c), Q_NONE);
	assert_int_equal(c.covered, 1);
	q_coverage_release(&c);
	trace_release(&t);
	world_release(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(function_tracer),
		cmocka_unit_test(graph_tracer),
		cmocka_unit_test(chains),
		cmocka_unit_test(initcalls),
		cmocka_unit_test(table),
		cmocka_unit_test(rubbish),
		cmocka_unit_test(coverage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
