/* SPDX-License-Identifier: MIT */
#include "sections.h"

extern const struct obs_kernel_param __setup_start[], __setup_end[];
extern const struct earlycon_id __earlycon_table[], __earlycon_table_end[];
extern struct event *__start_my_events[], *__stop_my_events[];
extern const struct command __start_cmds[], __stop_cmds[];
extern const struct device_id __clk_of_table[], __timer_of_table[];
extern test_fn __start_tests[], __stop_tests[];
extern const struct nobody __start_nobody[], __stop_nobody[];

int parse(const char *name)
{
	const struct obs_kernel_param *p;

	for (p = __setup_start; p < __setup_end; p++)
		if (p->setup_func("x"))
			return 1;
	return 0;
}

int early_parse(const char *name)
{
	const struct obs_kernel_param *p = __setup_start;

	do {
		if (p->early)
			p->setup_func("y");
	} while (++p < __setup_end);
	return 0;
}

void find_console(void)
{
	const struct earlycon_id *match;

	for (match = __earlycon_table; match < __earlycon_table_end; match++)
		match->setup();
}

void start_events(void)
{
	struct event **e;

	for (e = __start_my_events; e < __stop_my_events; e++)
		(*e)->ops->reg();
}

void run_command(int i) { __start_cmds[i].run(); }
void init_clocks(void) { __clk_of_table[0].init(); }
void init_timers(void) { __timer_of_table[0].init(); }
void run_tests(void) { test_fn *t; for (t = __start_tests; t < __stop_tests; t++) (*t)(); }
void ask_nobody(void) { __start_nobody[0].f(); }	/* @nobody */

int main(void)
{
	parse("a");
	early_parse("b");
	find_console();
	start_events();
	run_command(1);
	init_clocks();
	init_timers();
	run_tests();
	ask_nobody();
	return 0;
}

extern struct apic *__apicdrivers[], *__apicdrivers_end[];
void probe_apics(void)
{
	struct apic **drv;

	for (drv = __apicdrivers; drv < __apicdrivers_end; drv++)
		(*drv)->probe();
}

/* A setter, whose place is no place of what the linker does. */
struct hook { void (*done)(void); };
static struct hook first_hook;
static void set_done(struct hook *h, void (*done)(void)) { h->done = done; }
static void done(void) { }
void set(void) { set_done(&first_hook, done); }
