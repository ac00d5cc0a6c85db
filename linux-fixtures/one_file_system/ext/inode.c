#include "fs.h"
#include "ext/ext.h"

static int ext_readahead(struct mapping *m) { return 0; }
static const struct mapping_operations ext_mapping = { .readahead = ext_readahead };

/* Both tables are stored here: they are one file system's. */
void ext_iget(struct inode *i)
{
	i->fop = &ext_file;
	i->data.ops = &ext_mapping;
}
