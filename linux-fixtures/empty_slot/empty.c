/* SPDX-License-Identifier: MIT */
struct file;

struct file_operations {
	int (*open)(struct file *file);
	int (*flush)(struct file *file);
};

struct file {
	const struct file_operations *f_op;
};

static int null_open(struct file *file) { return 0; }
/* the right type, its address taken, but never stored in a table */
static int some_flush(struct file *file) { return 1; }
int (*keep)(struct file *file) = some_flush;

static const struct file_operations null_fops = { .open = null_open };

void null_init(struct file *file)
{
	file->f_op = &null_fops;
}

int vfs_open(struct file *file)
{
	return file->f_op->open(file);
}

int vfs_flush(struct file *file)
{
	if (!file->f_op->flush)
		return 0;
	return file->f_op->flush(file);	/* @flush */
}

int call_kept(struct file *file)
{
	return keep(file);
}

/* a whole program: nobody else brings a table */
int main(void)
{
	struct file file;

	null_init(&file);
	return vfs_open(&file) + vfs_flush(&file) + call_kept(&file);
}
