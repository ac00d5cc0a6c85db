/* SPDX-License-Identifier: MIT */
#include "linkage.h"
#include "idtentry.h"

extern void (*stub_table[])(void);
extern void stub_one(void), counted(void);

void exc_divide_error(void) { }
void exc_page_fault(void) { }
void exc_never(void) { }
void save_regs(void) { }
void note_no_error(void) { }
void fault_only(void) { }
void never_this_way(void) { }
void never_skipped(void) { }
void in_a_comment(void) { }
void in_a_hash_comment(void) { }
void odd_work(void) { }
void even_work(void) { }
void four_times(void) { }
void other_than_four(void) { }

struct gate { void (*addr)(void); };
struct gate idt[] = { { asm_exc_divide_error }, { asm_exc_page_fault } };

void run(int i)
{
	stub_table[i]();
	stub_one();
	counted();
}
