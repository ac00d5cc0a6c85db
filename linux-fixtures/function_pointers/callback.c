/* SPDX-License-Identifier: MIT */
/* A callback: handed over as an argument, over two functions, called in the third. */
typedef int (*visit)(int item, void *data);

static int sum(int item, void *data) { return item; }
static int count(int item, void *data) { return 1; }
static int never(int item, void *data) { return 0; }

static int each(visit v, void *data) { return v(1, data) + v(2, data); }
static int walk(visit v, void *data) { return each(v, data); }

int callback_total(void) { return walk(sum, 0); }
int callback_size(void) { return walk(count, 0); }
visit callback_unused(void) { return never; }
