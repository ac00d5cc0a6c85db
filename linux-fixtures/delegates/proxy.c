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

/* A helper that tables name as a member of theirs calls the same table's other member, by what it
 * was called with (compat_ptr_ioctl(), fs/ioctl.c). */
struct handle;
struct io_ops { int (*io)(int); int (*narrow)(struct handle *, int); };
struct handle { const struct io_ops *ops; };
static int disk_io(int n) { return n; }
static int tape_io(int n) { return n + 1; }
static int tape_narrow(struct handle *h, int n) { return n; }
static int card_io(int n) { return n + 2; }
int narrow(struct handle *h, int n) { return h->ops->io(n & 0xff); }
static const struct io_ops disk_ops = { disk_io, narrow }, card_ops = { .narrow = narrow, .io = card_io },
	tape_ops = { tape_io, tape_narrow };

void open_all(struct handle *a, struct handle *b, struct handle *c)
{
	a->ops = &disk_ops;
	b->ops = &tape_ops;
	c->ops = &card_ops;
}

int call_narrow(struct handle *h, int n) { return h->ops->narrow(h, n); }
int call_any(struct handle *h, int n) { return h->ops->io(n); }
