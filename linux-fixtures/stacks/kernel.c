/* What a stack does not show: an inlined function, one that ends in a jump, a pointer, an interrupt. */
struct file;
struct file_operations { long (*write)(struct file *f); long (*read)(struct file *f); };
struct file { const struct file_operations *ops; };

void warn(const char *what);
void timer_tick(void);
long other_write(struct file *f);

static int check(struct file *f)
{
	warn("bad");		/* @warn */
	return 0;
}

static long disk_write(struct file *f)
{
	int ret = check(f);	/* @check */

	return ret + 1;
}

static long disk_read(struct file *f) { return 0; }

static const struct file_operations disk_operations = {
	.write = disk_write,	/* @table */
	.read = disk_read,
};

void disk_open(struct file *f) { f->ops = &disk_operations; }

long vfs_write(struct file *f)
{
	return f->ops->write(f);	/* @ops */
}

long do_write(struct file *f) { long n = vfs_write(f); return n + 1; }

/* Its last call is a jump. */
long jump_write(struct file *f) { return do_write(f); }

long sys_write(struct file *f)
{
	long n = jump_write(f);

	return n ? n : 1;
}

void handle_irq(void) { timer_tick(); }
void timer_tick(void) { warn("tick"); }

static int depth(void) { return 1; }
int lonely(void) { return depth() + 1; }

/* What inline assembler calls is not seen: no step to it is impossible. */
void hidden(void) { asm volatile("call asm_helper"); }
