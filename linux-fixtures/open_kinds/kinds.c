/* SPDX-License-Identifier: MIT */
/* A field for whatever a file system wants to keep (dentry.d_fsdata, fs/debugfs/file.c). */
struct file_ops { int (*read)(char *buf); };
struct entry { void *data; void *head; void *text; };
struct fsdata { const struct file_ops *real; int users; };
struct unlinked { int cookie; };
struct larger { struct file_ops ops; int more; };

void *memory(unsigned long size);
char *copy_of(const char *text);

static int file_read(char *buf) { return 0; }
static int plain_read(char *buf) { return 1; }
static int other_read(char *buf) { return 2; }

static const struct file_ops file_fops = { .read = file_read };
static const struct file_ops plain_fops = { .read = plain_read };
const struct file_ops other_fops = { .read = other_read };

static void create(struct entry *e, const struct file_ops *ops)
{
	e->data = (void *)((unsigned long)ops | 1);
}

void create_all(struct entry *a, struct entry *b)
{
	create(a, &file_fops);
	create(b, &plain_fops);
	a->head = (void *)&file_fops;
	b->head = (void *)&plain_fops;
}

/* another file system's own */
void unlink_entry(struct entry *e, const char *name)
{
	struct unlinked *u = memory(sizeof(*u));
	char *text = copy_of(name);

	e->data = u;
	e->data = text;
}

int proxy_read(struct entry *e, char *buf)
{
	struct fsdata *f = memory(sizeof(*f));

	f->real = (void *)((unsigned long)e->data & ~1ul);
	e->data = f;
	return f->real->read(buf);
}

/* one that begins with a table may be it */
void embed(struct entry *e)
{
	struct larger *l = memory(sizeof(*l));

	l->ops.read = plain_read;
	e->head = l;
}

int through_start(struct entry *e, char *buf)
{
	const struct file_ops *ops = e->head;

	return ops->read(buf);
}

/* nothing that is known fits: then it is anything */
void fill(struct entry *e)
{
	e->text = copy_of("x");
}

int starved(struct entry *e, char *buf)
{
	const struct file_ops *ops = e->text;

	return ops->read(buf);
}
