#include "file.h"

void near_account(struct file *f);

/* What is everybody's is come to by the shorter way. */
static int off_write(struct file *f)
{
	near_account(f);
	page_add(f);
	return 0;
}
const struct file_operations off_fops = { .write = off_write };
