/* SPDX-License-Identifier: MIT */
#include "ops.h"

/* A program of its own, which firmware calls and which calls firmware. */
extern void firmware_fill(struct dev_ops *ops);

void efi_stub(void)
{
	struct dev_ops table = { 0 };

	firmware_fill(&table);
	table.stop();			/* @firmware */
}
