/* Files, inodes and pages of several file systems. */
struct inode;
struct mapping;

struct file_operations { int (*read)(struct inode *i); };
struct mapping_operations { int (*readahead)(struct mapping *m); };
struct mapping { const struct mapping_operations *ops; };
struct inode { const struct file_operations *fop; struct mapping data; };

int page_read(struct inode *i);
int vfs_read(struct inode *i);
