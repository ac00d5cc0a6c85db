#include "fs.h"

/* Pages serve all file systems. */
int page_read(struct inode *i) { return i->data.ops->readahead(&i->data); }
int vfs_read(struct inode *i) { return i->fop->read(i); }
