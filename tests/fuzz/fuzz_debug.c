/* SPDX-License-Identifier: MIT */
/* A kernel with debug information, as whoever asks about a stack names it: an ELF file that libdw reads. */
#include "fuzz.h"
#include "queries/stack/stack.h"

static const char report[] =
	"perf 1 [000] 1.5: cycles:\n\tffffffff81a3 helper_two+0x4 ([k])\n\tffffffff81a3 helper_two+0x9 ([k])\n"
	"\tffffffff81a3 helper_one+0x10 ([k])\n\tffffffff81a4 do_work+0x5 ([k])\n\tffffffff81a4 do_work+0xa ([k])\n"
	"\tffffffff81a4 do_work+0x14 ([k])\n\tffffffff81a4 tcp_tick+0x100 ([k])\n\tffffffff81a5 main_loop+0x9 ([k])\n\n"
	"perf 1 [000] 1.6: cycles:\n\tffffffff81a3 do_work+0x3 ([k])\n\tffffffff81a4 do_work+0x7 ([k])\n"
	"\tffffffff81a5 main_loop+0x9 ([k])\n\n"
	"perf 1 [000] 1.7: cycles:\n\tffffffff81a3 helper_one+0x2 ([k])\n\tffffffff81a4 do_work+0xc ([k])\n\n"
	"Call Trace:\n helper_two+0x4/0x20\n do_work+0x8/0x4000\n main_loop+0x1/0x20\n";

/* dwarf_getscopes() of elfutils 0.188 loses its list where an entry behind the first is damaged. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libdw.so\n";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf err = STRBUF_INIT;
	struct q_stack_result res;
	struct stack_debug *d;
	struct stack_judge *j;
	char path[256];
	uint32_t i;

	fuzz_put(fuzz_path(path, "vmlinux"), data, size);
	if (stack_debug_open(&d, path, &err)) {
		FUZZ_CHECK(!d && err.len);
	} else {
		fuzz_took();
		j = q_stack_begin(fuzz_graph(), &res);
		q_stack_debug(j, d);
		q_stack_add(j, "report", report, sizeof(report) - 1);
		q_stack_end(j);
		FUZZ_CHECK(res.nr_stacks == 4 && res.placed + res.not_placed <= res.nr_frames);
		for (i = 0; i < res.nr_frames; i++)
			FUZZ_CHECK(!res.frame[i].text || res.frame[i].text->symbol);
		q_stack_release(&res);
		stack_debug_free(d);
	}
	strbuf_release(&err);
	return 0;
}
