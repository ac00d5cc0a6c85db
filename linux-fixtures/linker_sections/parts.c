/* SPDX-License-Identifier: MIT */
#include "sections.h"

static int root_setup(char *s) { return 1; }
__setup("root=", root_setup);
static int early_console(char *s) { return 0; }
early_param("earlycon", early_console);
/* the same type, but plain memory: nobody walks it */
static int not_walked(char *s) { return 0; }
static struct obs_kernel_param in_data __used __section(".data..once") = { "x", not_walked, 0 };

static int uart_setup(void) { return 0; }
EARLYCON_DECLARE(uart, uart_setup);

static int sys_reg(void) { return 0; }
static const struct event_ops sys_ops = { .reg = sys_reg };
EVENT(sys, &sys_ops);
static int other_reg(void) { return 0; }
static const struct event_ops other_ops = { .reg = other_reg };
struct event loose = { .ops = &other_ops };	/* in no section */

static void help(void) { }
COMMAND(help, help);

static void clk_init(void) { }
OF_DECLARE(clk, fixed, clk_init);
static void timer_init(void) { }
OF_DECLARE(timer, arch, timer_init);

static void test_one(void) { }
TEST(test_one);

/* several entries at once: apic_drivers() */
static void flat_probe(void) { }
static void phys_probe(void) { }
static void cluster_probe(void) { }
static void unused_probe(void) { }
static struct apic flat = { flat_probe }, phys = { phys_probe }, cluster = { cluster_probe };
static struct apic unused = { unused_probe };
static struct apic *const pair[2] __attribute__((used, section(".apicdrivers"))) = { &phys, &flat };
static struct apic *const single __attribute__((used, section(".apicdrivers"))) = &cluster;
static struct apic *const elsewhere[] __attribute__((used)) = { &unused };
