#include "fs.h"
#include "ext/ext.h"

static int up, sized, buffered;

/* Three conditions: less than another file system's pages. */
static int ext_read(struct inode *i)
{
	if (up)
		if (sized)
			if (buffered)
				return page_read(i);
	return 0;
}

const struct file_operations ext_file = { .read = ext_read };
