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
	      TRACE_CHAIN, "tcp_write_xmit>tcp_transmit_skb*1 main>write*1");
	/* -F +srcline, inlined frames, a program's path with blanks, no offsets */
	check("            my prog  123/124 [000] 12.345678:     250000 cycles:u: \n"
	      "\t    55d0c0a01010 leaf+0x10 (/home/a b (copy)/prog)\n"
	      "  a.c:12\n"
	      "\t    55d0c0a01110 mid (inlined)\n"
	      "\t    55d0c0a01110 top.constprop.0.isra.3 (/home/a b (copy)/prog)\n"
	      "  a.c:14 (inlined)\n"
	      "\t               0 [unknown] ([unknown])\n"
	      "\n",
	      TRACE_CHAIN, "mid>leaf*1 top>mid*1");
	/* a kernel's and a program's frames are no pair; nor are two samples */
	check("sh 1 [0] 1.5:  1 cycles: \n"
	      "\tffffffff81234567 vfs_read ([kernel.kallsyms])\n"
	      "\tffffffff81234568 nf_hook+0x1 ([nf_tables])\n"
	      "\t    7f0012345678 read+0x10 (/usr/lib/libc.so.6)\n"
	      "\n"
	      "\tffffffff81234599 lonely+0x1 ([kernel.kallsyms])\n"
	      "sh 1 [0] 1.6: cycles:\n"
	      "\tffffffff81234599 other+0x1 ([kernel.kallsyms])\n",
	      TRACE_CHAIN, "nf_hook>vfs_read*1");
	/* -F sym,dso: no address */
	check("sh 1.5: cycles: \n\ta+0x1 (/bin/x)\n\tb+0x2 (/bin/x)\n\n", TRACE_CHAIN, "b>a*1");
	/* ftrace's stack traces */
	check("  sh-1  [000] d..2. 12.5: <stack trace>\n => tcp_sendmsg\n => sock_write+0x1/0x20\n"
	      " =>  <00007f0012345678>\n => main\n  sh-1  [000] d..2. 12.6: <stack trace>\n => x\n",
	      TRACE_CHAIN, "sock_write>tcp_sendmsg*1");
}

/* What was called by whom is known by the task's own depth. */
static void graph_tasks(void **state)
{
	/* a switch: the other task's functions lie in nobody; the first goes on afterwards */
	check(" 1)    sh-123     |               |  top() {\n"
	      " 1)    sh-123     |               |    a() {\n"
	      " ------------------------------------------\n"
	      " 1)    sh-123     =>    cron-99   \n"
	      " ------------------------------------------\n"
	      "\n"
	      " 1)    cron-99    |               |      other() {\n"
	      " 1)    cron-99    | + 12.2 us     |        tick();\n"
	      " 1)    cron-99    |   1.2 us      |      }\n"
	      " 1)    cron-99    =>    sh-123   \n"
	      " 1)    sh-123     |   0.541 us    |      b();\n",
	      TRACE_GRAPH, "top>a*1 other>tick*1 a>b*1");
	/* the same without the task's column; the task goes on on another CPU */
	check(" 1)               |  top() {\n"
	      " 1)               |    a() {\n"
	      " 1)  sh-1  =>  cron-99\n"
	      " 1)   0.2 us      |      tick();\n"
	      " 0)  x => y-7  =>  sh-1\n"
	      " 0)   0.541 us    |      b();\n"
	      " 0)   1.541 us    |    } /* a */\n"
	      " 0)   0.541 us    |    c();\n",
	      TRACE_GRAPH, "top>a*1 a>b*1 top>c*1");
	/* each CPU has its own idle task */
	check(" 0)  <idle>-0    |               |  idle() {\n"
	      " 1)  <idle>-0    |   0.1 us      |    tick();\n"
	      " 0)  <idle>-0    |   0.1 us      |    tock();\n",
	      TRACE_GRAPH, "idle>tock*1");
	/* trace-cmd: blanks and brackets in names, a group, flags, the short form */
	check("    db [main] wal-7  (    7) [001] d..2. 254.1: funcgraph_entry:          |  top() {\n"
	      "      k/0:1-8       [001]   254.2: funcgraph_entry:     0.2 us     |    tick();\n"
	      "    db [main] wal-7      [000]   254.3: funcgraph_entry:   0.5 us  |    a();\n"
	      "    db [main] wal-7      [000]   254.4: funcgraph_exit: ! 150.5 us |  } /* top */\n",
	      TRACE_GRAPH, "top>a*1");
	check("  sh-7   1d..2. 254.1: funcgraph_entry:          |  top() {\n"
	      "  db-8   1d..2. 254.1: funcgraph_entry:  0.1 us  |    no();\n"
	      "  sh-7   0d..2. 254.1: funcgraph_entry:  0.1 us  |    a();\n",
	      TRACE_GRAPH, "top>a*1");
}

/* Columns and texts that options of the tracer add. */
static void graph_columns(void **state)
{
	/* funcgraph-abstime, funcgraph-proc, latency-format */
	check("  123.456789 |   0)   a |b-1    |  d..1. |               |  top() {\n"
	      "  123.456790 |   0)   a |b-1    |  d..1. | # 1234.5 us   |    a();\n"
	      "       12 us |   0)   a |b-1    |  d..1. |   0.5 us      |    b();\n",
	      TRACE_GRAPH, "top>a*1 top>b*1");
	/* nofuncgraph-duration; nofuncgraph-cpu */
	check(" 0)  top() {\n 0)    a();\n 0)  }\n 0)  b();\n", TRACE_GRAPH, "top>a*1");
	check("            |  top() {\n   0.5 us   |    a();\n", TRACE_GRAPH, "top>a*1");
	/* modules, arguments, values returned */
	check(" 0)               |  top [m]() {\n"
	      " 0)               |    a(x=0x1 (1), f=0xffffffff81000000) { /* ret=0x0 */\n"
	      " 0)   0.541 us    |      b [nf](p=0x1, n=2); /* = -22 */\n"
	      " 0)   1.541 us    |    } /* a = 0x0 */\n"
	      " 0)   0.541 us    |    c.llvm.123(); /* ret=0xffff */\n"
	      " 0)   2.541 us    |  } /* top ret=-22 */\n",
	      TRACE_GRAPH, "top>a*1 a>b*1 top>c*1");
	/* funcgraph-retaddr: the caller is told, inlined or interrupted or not */
	check(" 0)               |  top() { /* <-start+0x12/0x30 */\n"
	      " 0)   0.541 us    |    a(); /* <-irq+0x1/0x2 ret=0x0 */\n",
	      TRACE_GRAPH, "start>top*1 irq>a*1");
	/* comments may hold anything */
	check(" 0)               |  top() {\n"
	      " 0)               |    /* x-1 => y-2 ==========> a | f() { b <-c */\n"
	      " 0)   0.541 us    |    a();\n",
	      TRACE_GRAPH, "top>a*1");
	/* a level is missing: notrace, or the trace began inside */
	check(" 0)               |  top() {\n 0)   0.5 us      |      far();\n", TRACE_GRAPH, "");
	/* uftrace */
	check("            [ 28141] | main() {\n   0.1 us [ 28142] |   other();\n"
	      "   0.1 us [ 28141] |   a();\n   2.1 us [ 28141] | } /* main */\n",
	      TRACE_GRAPH, "main>a*1");
}

static void graph_gaps(void **state)
{
	check(" 0)               |  top() {\n"
	      " 0)   ==========> |\n"
	      " 0)               |    irq() {\n"
	      " 0)   0.1 us      |      tick();\n"
	      " 0)   2.1 us      |    }\n"
	      " 0)   <========== |\n"
	      " 0)   0.541 us    |    a();\n",
	      TRACE_GRAPH, "irq>tick*1 top>a*1");
	check(" 0)               |  top() {\n"
	      "CPU:0 [LOST 53 EVENTS]\n"
	      " 0)   0.1 us      |    a();\n",
	      TRACE_GRAPH, "");
	check(" 0)               |  top() {\n"
	      "##### CPU 1 buffer started ####\n"
	      " 0)   0.1 us      |    a();\n",
	      TRACE_GRAPH, "");
	check(" 0)               |  top() {\nCPU:0 [12 EVENTS DROPPED]\n 0)   0.1 us      |    a();\n",
	      TRACE_GRAPH, "");
}

static void function_headers(void **state)
{
	check("    my [p] x-1994    (   1994) [000] d..2.    3.123: b.isra.0.part.1 <-a.cold\n"
	      "    sh-1       1d..2.    12us+: c <-a\n"
	      "    sh-1       1d..2.    12us : d <ffffffff81000000> <-a <ffffffff81000001>\n"
	      "e <-a\n"
	      "    sh-1  [000] d..2.    3.123: f [m] <-g [n]\n"
	      "    sh-1  [000] d..2.    3.123: h(a=0x1, b=(2)) <-a\n"
	      "    sh-1  [000] 3.123: größe$x <-run.__uniq.123\n",
	      TRACE_FUNCTION, "a>b*1 a>c*1 a>d*1 a>e*1 g>f*1 a>h*1 run>größe$x*1");
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

/* What lies inside another function in a trace, and was not called by it. */
static void no_calls(void **state)
{
	struct world w;
	struct q_coverage c;
	struct trace t;
	uint32_t a, x, d, handler, inner;

	world_init(&w);
	a = fn(&w, "a");
	x = fn(&w, "x");
	d = fn(&w, "d");
	handler = fn(&w, "handler");	/* noinstr: no tracer shows it, and nothing in C calls it */
	inner = fn(&w, "inner");
	w.g.func[handler].flags |= GF_NOTRACE;
	calls(&w, a, x, 1);
	calls(&w, x, d, 2);
	calls(&w, handler, inner, 3);
	graph_set_meta(&w.g, "kernel", "1");
	graph_finish(&w.g);

	trace_init(&t);
	feed(&t, " 0)               |  a() {\n 0)   0.1 us      |    inner();\n"
		 " 0)   0.1 us      |    d();\n"
		 "p 1 1.0: cycles:\n"
		 "\tffffffff81234567 d ([kernel.kallsyms])\n"
		 "\tffffffff81234567 handler ([kernel.kallsyms])\n"
		 "\tffffffff81234568 x ([kernel.kallsyms])\n"
		 "\t      7f00000000 d (/bin/prog)\n"
		 "\t      7f00000000 a (/bin/prog)\n\n");
	assert_int_equal(q_coverage(&w.g, &t, NULL, &c), Q_NONE);
	assert_int_equal(c.interrupts, 2);	/* a, inner; x, handler */
	assert_int_equal(c.foreign, 1);
	assert_int_equal(c.nr_missing, 2);	/* a, d: x can be traced; handler, d */
	assert_string_equal(c.missing[0].caller, "a");
	assert_string_equal(c.missing[1].caller, "handler");
	q_coverage_release(&c);
	trace_release(&t);

	/* the tracer that prints callers says that it was called */
	trace_init(&t);
	feed(&t, " sh-1 [000] 1.0: inner <-a\n");
	assert_int_equal(q_coverage(&w.g, &t, NULL, &c), Q_NONE);
	assert_int_equal(c.interrupts, 0);
	q_coverage_release(&c);
	trace_release(&t);

	/* without CPU and task nothing is proved; a sample may lack a frame */
	trace_init(&t);
	feed(&t, "            |  a() {\n   0.1 us   |    handler();\n"
		 "p 1 1.0: cycles:\n\tffffffff81234567 d+0 ([k])\n\tffffffff81234568 a+1 ([k])\n\n");
	assert_int_equal(q_coverage(&w.g, &t, NULL, &c), Q_FOUND);
	assert_int_equal(c.tail, 1);
	q_coverage_release(&c);
	trace_release(&t);
	world_release(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(function_tracer),
		cmocka_unit_test(graph_tracer),
		cmocka_unit_test(graph_tasks),
		cmocka_unit_test(graph_columns),
		cmocka_unit_test(graph_gaps),
		cmocka_unit_test(function_headers),
		cmocka_unit_test(chains),
		cmocka_unit_test(initcalls),
		cmocka_unit_test(table),
		cmocka_unit_test(rubbish),
		cmocka_unit_test(coverage),
		cmocka_unit_test(no_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
