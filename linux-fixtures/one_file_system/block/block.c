#include "fs.h"

static int block_readahead(struct mapping *m) { return 0; }
static int block_read(struct inode *i) { return page_read(i); }

static const struct mapping_operations block_mapping = { .readahead = block_readahead };
static const struct file_operations block_file = { .read = block_read };

void block_open(struct inode *i)
{
	i->fop = &block_file;
	i->data.ops = &block_mapping;
}
