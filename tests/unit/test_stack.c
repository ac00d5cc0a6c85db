/* SPDX-License-Identifier: MIT */
/* Stacks out of texts of every form: which frames, of which task, in which order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "queries/stack/stack_text.h"

/* "form: a b? c" for each stack; marks: ? guess, @ CPU, ~ inlined, ^ interrupt stack, ! user. */
static void tell(const struct stack_texts *st, struct strbuf *sb)
{
	uint32_t i, k;

	for (i = 0; i < st->nr; i++) {
		const struct stack_text *t = &st->stack[i];

		strbuf_addf(sb, "%s%s:", i ? "\n" : "", stack_form_name[t->form]);
		for (k = 0; k < t->nr_frames; k++) {
			const struct stack_frame *f = &t->frame[k];

			strbuf_addf(sb, " %s%s%s%s%s%s", f->name, f->guess ? "?" : "", f->pc ? "@" : "",
				    f->inlined ? "~" : "", f->on_irq ? "^" : "", f->user ? "!" : "");
		}
	}
}

static void check(const char *text, const char *want)
{
	struct strbuf sb = STRBUF_INIT;
	struct stack_texts st;

	stack_texts_read(&st, text, strlen(text));
	tell(&st, &sb);
	assert_string_equal(sb.buf, want);
	strbuf_release(&sb);
	stack_texts_release(&st);
}

static void check_head(const char *text, uint32_t at, const char *want)
{
	struct strbuf sb = STRBUF_INIT;
	struct stack_texts st;

	stack_texts_read(&st, text, strlen(text));
	assert_true(at < st.nr);
	strbuf_addf(&sb, "%s|%s|%s|%d|%d|%u", st.stack[at].title, st.stack[at].part, st.stack[at].task,
		    st.stack[at].pid, st.stack[at].cpu, st.stack[at].count);
	assert_string_equal(sb.buf, want);
	strbuf_release(&sb);
	stack_texts_release(&st);
}

static const char oops[] =
	"[   63.1][ T5083] BUG: kernel NULL pointer dereference, address: 0000000000000008\n"
	"[   63.1][ T5083] #PF: supervisor read access in kernel mode\n"
	"[   63.1][ T5083] Oops: 0000 [#1] PREEMPT SMP KASAN\n"
	"[   63.1][ T5083] CPU: 1 PID: 5083 Comm: syz executor Not tainted 6.1.0 #0\n"
	"[   63.1][ T5083] RIP: 0010:skb_pull+0x4/0x90\n"
	"[   63.1][ T5083] Code: 00 0f <48> 8b\n"
	"[   63.1][ T5083] RSP: 0018:ffffc90000013d58 EFLAGS: 00010246\n"
	"[   63.1][ T5083] Call Trace:\n"
	"[   63.1][ T5083]  <TASK>\n"
	"[   63.1][ T5083]  ? __die_body+0x1a/0x60\n"
	"[   63.1][ T5083]  ? skb_pull+0x4/0x90\n"
	"[   63.1][ T5083]  tcp_v4_rcv.isra.0+0x12/0x34 [tcp]\n"
	"[   63.1][ T5083]  ip_rcv+0x1/0x2\n"
	"[   63.1][ T5083]  </TASK>\n"
	"[   63.1][ T5083] Modules linked in: tcp\n"
	"[   63.1][ T5083] ---[ end trace 0000000000000000 ]---\n"
	"[   63.1][ T5083] RIP: 0010:skb_pull+0x4/0x90\n"
	"[   63.1][ T5083] Kernel panic - not syncing: Fatal exception\n";

static void kernel_dumps(void **state)
{
	check(oops, "kernel: __die_body? skb_pull@ tcp_v4_rcv ip_rcv");
	check_head(oops, 0, "Oops: 0000 [#1] PREEMPT SMP KASAN||syz executor|5083|1|1");
	/* an interrupt: the registers say where it came in */
	check(" Call Trace:\n <IRQ>\n dump_stack_lvl+0x1/0x2\n __sysvec_apic_timer_interrupt+0x1/0x2\n </IRQ>\n <TASK>\n"
	      " asm_sysvec_apic_timer_interrupt+0x1a/0x20\n RIP: 0010:memcpy+0x1/0x2\n RAX: 0 RBX: 1\n do_thing+0x1/0x2\n"
	      " RIP: 0033:0x7f00\n </TASK>\n",
	      "kernel: dump_stack_lvl^ __sysvec_apic_timer_interrupt^ asm_sysvec_apic_timer_interrupt memcpy@ do_thing");
	/* a guess that is where the CPU was, and older notations */
	check("Call Trace:\n [<ffffffff81a30012>] ? f+0x12/0x34\n [<ffffffff81a30012>] g+0x12/0x34 [mod]\n"
	      " <IRQ>  [<ffffffff81a30012>] h+0x1/0x2\n",
	      "kernel: f? g h^");
	check("[<0>] do_wait+0x114/0x320\n[<0>] kernel_wait4+0xb4/0x160\n", "kernel: do_wait kernel_wait4");
	/* syslog, levels, quoted in a mail */
	check("> Nov 30 12:00:00 host kernel: [  1.0] Call Trace:\n> Nov 30 12:00:00 host kernel: [  1.0]  f+0x1/0x2\n"
	      "> Nov 30 12:00:00 host kernel: [  1.0]  g+0x1/0x2\n",
	      "kernel: f g");
	check("<4>[    1.0]  f+0x1/0x2\r\n<4>[    1.0]  g+0x1/0x2\r\n", "kernel: f g");
	/* decoded: places, and inlined frames */
	check(" tcp_rcv net/ipv4/tcp.c:12 [inline]\n tcp_v4_rcv+0x1/0x2 net/ipv4/tcp_ipv4.c:34\n g+0x1/0x2 a.c:5\n",
	      "kernel: tcp_rcv~ tcp_v4_rcv g");
	check(" [<     inline     >] __dump_stack lib/dump_stack.c:15\n [<ffffffff82d0c8a9>] dump_stack+0x12e/0x185 lib/dump_stack.c:51\n",
	      "kernel: __dump_stack~ dump_stack");
	check(" dump_stack_lvl (lib/dump_stack.c:108)\n ? f (net/a.c:12 net/b.c:34 (discriminator 3)) tcp\n g (include/x.h:1 net/c.c:2) \n",
	      "kernel: dump_stack_lvl f? g");
	/* powerpc, s390 */
	check("[c0000000f1b3b9c0] [c000000000a1b2c3] f+0x12/0x34 (unreliable)\n[c0000000f1b3b9c0] [c000000000a1b2c3] g+0x12/0x34\n",
	      "kernel: f g");
	check("Call Trace:\n([<0000000000112b30>] show_trace+0x8c/0xb8)\n [<0000000000112b30>] f+0x8c/0xb8\n", "kernel: show_trace f");
	/* arm, arm64 */
	check("pc : f+0x4/0x10\nlr : g+0x1/0x2\nsp : ffff\nx29: ffff x28: 0\nCall trace:\n f+0x4/0x10\n g+0x1/0x2\n h+0x1/0x2 (P)\n",
	      "kernel: f@ g h");
	check("[<c0010db0>] (unwind) from [<c0123456>] (show_stack+0x10/0x14)\n"
	      "[<c0010db0>] (show_stack) from [<c0123456>] (dump+0x10/0x14)\n",
	      "kernel: show_stack dump");
	check(" unwind from show_stack+0x10/0x14\n show_stack from dump+0x10/0x14\n", "kernel: show_stack dump");
}

static void several_in_one_report(void **state)
{
	static const char kasan[] =
		"BUG: KASAN: use-after-free in f+0x1/0x2\nRead of size 8 at addr ffff by task sh/12\n\n"
		"CPU: 0 PID: 12 Comm: sh Not tainted 6.1.0\nCall Trace:\n dump_stack+0x1/0x2\n f+0x1/0x2\n\n"
		"Allocated by task 12:\n kasan_save_stack+0x1/0x2\n kmalloc+0x1/0x2\n\n"
		"Freed by task 13:\n kasan_save_stack+0x1/0x2\n kfree+0x1/0x2\n\n";

	check(kasan, "kernel: dump_stack f\nkernel: kasan_save_stack kmalloc\nkernel: kasan_save_stack kfree");
	check_head(kasan, 2, "BUG: KASAN: use-after-free in f+0x1/0x2|Freed by task 13|sh|12|0|1");
	check("BUG: KCSAN: data-race in a / b\n\nwrite to 0xffff of 8 bytes by task 1 on cpu 0:\n a+0x1/0x2\n c+0x1/0x2\n\n"
	      "read to 0xffff of 8 bytes by interrupt on cpu 1:\n b+0x1/0x2\n d+0x1/0x2\n",
	      "kernel: a c\nkernel: b d");
	check("-> #1 (&a){+.+.}-{3:3}:\n       lock_acquire+0x1/0x2\n       f+0x1/0x2\n\n-> #0 (&b){+.+.}-{3:3}:\n"
	      "       lock_acquire+0x1/0x2\n       g+0x1/0x2\n",
	      "kernel: lock_acquire f\nkernel: lock_acquire g");
	check("task:kworker/0:1     state:I stack:0     pid:8     ppid:2      flags:0x4000\nCall Trace:\n <TASK>\n"
	      " __schedule+0x1/0x2\n schedule+0x1/0x2\n </TASK>\ntask:sh state:S stack:0 pid:9\nCall Trace:\n <TASK>\n"
	      " __schedule+0x1/0x2\n do_wait+0x1/0x2\n </TASK>\n",
	      "kernel: __schedule schedule\nkernel: __schedule do_wait");
	check_head("task:a b     state:I stack:0     pid:8\nCall Trace:\n f+0x1/0x2\n g+0x1/0x2\n", 0, "||a b|8|-1|1");
	check_head("INFO: task sh:12 blocked for more than 120 seconds.\n task:sh state:D stack:0 pid:12\n f+0x1/0x2\n g+0x1/0x2\n",
		   0, "||sh|12|-1|1");
}

static void tracers(void **state)
{
	check("a prog  123 [000] 12.345678:     250000 cycles:\n\tffffffff81a30012 f.isra.0+0x12 ([kernel.kallsyms])\n"
	      "\tffffffff81a30012 g+0x12 ([nf_tables])\n\t    55d0c0a01110 main+0x10 (/home/x/a)\n\t    7f00c0a01110 [unknown] (/lib/x.so)\n\n"
	      "b 124 [001] 12.4:     250000 cycles:\n\tffffffff81a30012 h (inlined)\n\tffffffff81a30012 g+0x12 (vmlinux)\n\n",
	      "perf: f g main! !\nperf: h~ g");
	check_head("a prog  123/124 [002] 12.345678:     250000 cycles:\n\tffffffff81a30012 f+0x12 ([kernel.kallsyms])\n"
		   "\tffffffff81a30012 g+0x12 ([kernel.kallsyms])\n", 0, "||a prog|123|2|1");
	check("@[\n    tcp_sendmsg+1\n    sock_sendmsg+94\n    ksys_write+107\n]: 42\n@[\n    f+1\n    g+2\n]: 1\n",
	      "bpftrace: tcp_sendmsg sock_sendmsg ksys_write\nbpftrace: f g");
	check_head("@[\n    f+1\n    g+94\n]: 42\n", 0, "|||-1|-1|42");
	check("    b'f'\n    b'g+0x1'\n        7\n\n    ff\n    gg\n    hh\n    3\n", "bpftrace: f g\nbpftrace: ff gg hh");
	check("          sh-123     [000] d..1.  12.345678: <stack trace>\n => f\n => g\n => h+0x1/0x2 <ffffffff81000000>\n",
	      "ftrace: f g h");
	check_head("          sh-123     [001] d..1.  12.345678: <stack trace>\n => f\n => g\n", 0, "||sh|123|1|1");
	check("        Depth    Size   Location    (3 entries)\n        -----    ----   --------\n"
	      "  0)     2928     224   update_sd_lb_stats+0xbc/0x4ac\n  1)     2704     160   find_busiest_group+0x31/0x1f1\n",
	      "ftrace: update_sd_lb_stats find_busiest_group");
	check("entry;do_syscall_64;ksys_read 12\nentry;do_idle 3\n", "folded: ksys_read do_syscall_64 entry\nfolded: do_idle entry");
}

static void debuggers(void **state)
{
	check("#0  f (x=1) at net/a.c:12\n#1  0xffffffff81a30012 in g (s=0xffff (x), t=<optimized out>)\n    at net/b.c:34\n#2  h () at c.c:5\n"
	      "#0  f () at a.c:1\n#1  k () at a.c:2\n",
	      "gdb: f@ g h\ngdb: f@ k");
	check("PID: 1      TASK: ffff8881003c8000  CPU: 0    COMMAND: \"a init\"\n #0 [ffffc90000013d58] __schedule at ffffffff81c0e5f2\n"
	      " #1 [ffffc90000013de8] schedule at ffffffff81c0ea74\n    [exception RIP: f+123]\n    RIP: ffffffff81  RSP: ffff\n"
	      " #2 [ffffc90000013e00] asm_exc_page_fault+38 at ffffffff81e00b06\n",
	      "crash: __schedule schedule f@ asm_exc_page_fault");
	check_head("PID: 7      TASK: ffff8881003c8000  CPU: 3    COMMAND: \"a init\"\n #0 [ffffc90000013d58] a at ffff\n"
		   " #1 [ffffc90000013de8] b at ffff\n", 0, "||a init|7|3|1");
}

/* Words of a log, registers and single frames are no stacks. */
static void nothing(void **state)
{
	check("", "");
	check("hello\nhardirqs last enabled at (12): [<ffffffff81a30012>] f+0x1/0x2\ninitcall f+0x0/0x20 returned 0\n", "");
	check("f+0x1/0x2\n\ng+0x1/0x2\n", "");
	check("int main(void)\n{\n\treturn x + 1;\n}\n", "");
	check("Zone ranges:\n  DMA\n  DMA32\n  Normal\n", "");
	check("RIP: 0010:f+0x1/0x2\nRIP: 0010:g+0x1/0x2\n", "");
	check("The first line\n  of a text\n  with indents; and more 12\n", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kernel_dumps),
		cmocka_unit_test(several_in_one_report),
		cmocka_unit_test(tracers),
		cmocka_unit_test(debuggers),
		cmocka_unit_test(nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
