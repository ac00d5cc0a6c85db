/* SPDX-License-Identifier: MIT */
/* Files that are made in two ways, and have one of two proxies (fs/debugfs/inode.c). */
struct file_ops { int (*read)(int); };
struct fsdata { const struct file_ops *real; const struct file_ops *proxy; };

static int full_read(int n) { return n; }
static int unsafe_read(int n) { return n + 1; }
static const struct file_ops full_fops = { full_read }, unsafe_fops = { unsafe_read };

int full_proxy(struct fsdata *f) { return f->real->read(1); }
int open_proxy(struct fsdata *f) { return f->real->read(2); }
int lost_proxy(struct fsdata *f) { return f->real->read(3); }

static void create(struct fsdata *f, const struct file_ops *ops) { f->real = ops; }
void create_full(struct fsdata *f, const struct file_ops *ops) { create(f, ops); }
void create_unsafe(struct fsdata *f, const struct file_ops *ops) { create(f, ops); }

void make(struct fsdata *a, struct fsdata *b)
{
	create_full(a, &full_fops);
	create_unsafe(b, &unsafe_fops);
}
