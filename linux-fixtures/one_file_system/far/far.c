#include "fs.h"

static int a, b, c, d, e, f;

static int far_readahead(struct mapping *m) { return 0; }

/* As many conditions are more: it is preferred, not forced, that the file systems agree. */
static int far_read(struct inode *i)
{
	if (a)
		if (b)
			if (c)
				if (d)
					if (e)
						if (f)
							return page_read(i);
	return 0;
}

static const struct mapping_operations far_mapping = { .readahead = far_readahead };
static const struct file_operations far_file = { .read = far_read };

void far_iget(struct inode *i)
{
	i->fop = &far_file;
	i->data.ops = &far_mapping;
}
