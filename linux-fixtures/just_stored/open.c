/* SPDX-License-Identifier: MIT */
/* drivers/char/misc.c, fs/char_dev.c, fs/open.c: a file's operations are replaced, and called. */
struct inode;
struct file;
struct module { int refs; };

struct file_operations {
	struct module *owner;
	int (*open)(struct inode *, struct file *);
	int (*release)(struct inode *, struct file *);
};

struct inode { const struct file_operations *i_fop; };
struct file { const struct file_operations *f_op; void *private_data; struct inode *f_inode; };
struct miscdevice { const struct file_operations *fops; };

int try_module_get(struct module *m);
void security_file_open(struct file *file);
void __warn_printk(const char *fmt);

#define fops_get(fops) \
	({ const struct file_operations *_fops = (fops); \
	   (((_fops) && try_module_get((_fops)->owner) ? (_fops) : (void *)0)); })
#define BUG_ON(condition) do { if (__builtin_expect(!!(condition), 0)) __builtin_trap(); } while (0)
#define replace_fops(f, fops) \
	do { \
		struct file *__file = (f); \
		BUG_ON(!(__file->f_op = (fops))); \
	} while (0)

static int rng_open(struct inode *inode, struct file *file) { return 0; }
static int ext4_open(struct inode *inode, struct file *file) { return 0; }
static int hung_open(struct inode *inode, struct file *file) { return 0; }
static int shut_open(struct inode *inode, struct file *file) { return 0; }

static const struct file_operations rng_fops = { .open = rng_open };
static const struct file_operations ext4_fops = { .open = ext4_open };
static const struct file_operations hung_up_tty_fops = { .open = hung_open };
static const struct file_operations snd_shutdown_f_ops = { .open = shut_open };

static struct miscdevice rng = { .fops = &rng_fops };
struct miscdevice *misc_list[4] = { &rng };
static struct file *tty_files[4];

void ext4_iget(struct inode *inode)
{
	inode->i_fop = &ext4_fops;
}

/* drivers/tty/tty_io.c: __tty_hangup */
void tty_hangup(void)
{
	struct file *filp = tty_files[0];

	filp->f_op = &hung_up_tty_fops;
}

/* sound/core/init.c: snd_card_disconnect */
void snd_card_disconnect(struct file *file)
{
	file->f_op = &snd_shutdown_f_ops;
}

void quiet(struct file *file)
{
	file->private_data = 0;
}

int misc_open(struct inode *inode, struct file *file)
{
	const struct file_operations *new_fops = 0;
	unsigned i;

	for (i = 0; i < 4; i++) {
		struct miscdevice *c = misc_list[i];

		if (c->fops)
			new_fops = fops_get(c->fops);
	}
	file->private_data = misc_list[0];
	replace_fops(file, new_fops);
	if (file->f_op->open)
		return file->f_op->open(inode, file);		/* @misc */
	return 0;
}

int do_dentry_open(struct file *f, struct inode *inode, int path,
		   int (*open)(struct inode *, struct file *))
{
	static const struct file_operations empty_fops = { .owner = 0 };

	f->f_inode = inode;
	if (path) {
		f->f_op = &empty_fops;
		return 0;
	}
	f->f_op = fops_get(inode->i_fop);
	if (!f->f_op)
		goto cleanup;
	quiet(f);
	if (!open)
		open = f->f_op->open;
	if (open)
		return open(inode, f);				/* @dentry */
	return 0;
cleanup:
	f->f_op = (void *)0;
	return -1;
}

int after_hangup(struct file *file)
{
	file->f_op = misc_list[0]->fops;
	tty_hangup();
	return file->f_op->open(0, file);			/* @hangup */
}

int after_disconnect(struct file *file)
{
	file->f_op = misc_list[0]->fops;
	snd_card_disconnect(file);
	return file->f_op->open(0, file);			/* @disconnect */
}

struct reset { void (*reset)(struct file *file); };
static struct reset reset = { .reset = snd_card_disconnect };

int after_pointer(struct file *file, struct reset *r)
{
	file->f_op = misc_list[0]->fops;
	r->reset(file);
	return file->f_op->open(0, file);			/* @pointer */
}

int on_one_way(struct file *file, int yes)
{
	if (yes)
		file->f_op = misc_list[0]->fops;
	return file->f_op->open(0, file);			/* @one_way */
}

int around_a_label(struct file *file, int yes)
{
	if (yes)
		goto out;
	file->f_op = misc_list[0]->fops;
out:
	return file->f_op->open(0, file);			/* @label */
}

int in_a_loop(struct file *file, int n)
{
	file->f_op = misc_list[0]->fops;
	while (n--) {
		file->f_op->open(0, file);			/* @loop */
		file->f_op = &ext4_fops;
	}
	return 0;
}

int broken_out(struct file *file, int n)
{
	do {
		if (n)
			break;
		file->f_op = misc_list[0]->fops;
	} while (0);
	return file->f_op->open(0, file);			/* @break */
}

int by_case(struct file *file, int n)
{
	switch (n) {
	case 1:
		file->f_op = misc_list[0]->fops;
	case 2:
		return file->f_op->open(0, file);		/* @case */
	}
	return 0;
}

int of_another(struct file *file, struct file *alias)
{
	file->f_op = misc_list[0]->fops;
	alias->f_op = &ext4_fops;
	return file->f_op->open(0, file);			/* @alias */
}

int moved_on(struct file *file, struct file *next)
{
	file->f_op = misc_list[0]->fops;
	file = next;
	return file->f_op->open(0, file);			/* @moved */
}

int copied_over(struct file *file, struct file *other)
{
	file->f_op = misc_list[0]->fops;
	*file = *other;
	return file->f_op->open(0, file);			/* @copied */
}

void *memcpy(void *to, const void *from, unsigned long n);

int memcpy_over(struct file *file, struct file *other)
{
	file->f_op = misc_list[0]->fops;
	memcpy(file, other, sizeof(*file));
	return file->f_op->open(0, file);			/* @memcpy */
}

int by_address(struct file *file, const struct file_operations **slot)
{
	file->f_op = misc_list[0]->fops;
	slot = &file->f_op;
	*slot = &ext4_fops;
	return file->f_op->open(0, file);			/* @address */
}

int either(struct file *file, int yes)
{
	return (yes && (file->f_op = misc_list[0]->fops)) ? 0 : file->f_op->open(0, file);	/* @either */
}
