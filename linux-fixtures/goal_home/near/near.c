#include "file.h"

static int dirty;

void near_account(struct file *f) { page_add(f); }

/* A condition more than the other way, but it ends where this stands. */
static int near_write(struct file *f)
{
	if (dirty)
		near_account(f);
	return 0;
}
const struct file_operations near_fops = { .write = near_write };
