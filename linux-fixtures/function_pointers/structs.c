/* SPDX-License-Identifier: MIT */
/* Structs: a global one, one that is made and handed on, a struct in a struct. */
extern void *malloc(unsigned long n);

struct io { int (*read)(void *), (*write)(void *); };
struct device { struct io io; void (*release)(struct device *); };

static int null_read(void *p) { return 0; }
static int null_write(void *p) { return 0; }
static int disk_read(void *p) { return 1; }
static int tape_read(void *p) { return 2; }
static void disk_release(struct device *d) { }

static const struct io null = { .read = null_read, .write = null_write };

int structs_global(void) { return null.read(0); }

static struct device *device_new(int (*read)(void *))
{
	struct device *d = malloc(sizeof(*d));

	d->io.read = read;
	d->release = disk_release;
	return d;
}
static int device_read(struct device *d) { return d->io.read(d); }
static void device_put(struct device *d) { d->release(d); }

void structs_made(void)
{
	struct device *d = device_new(disk_read);

	device_read(d);
	device_put(d);
}
int (*structs_other(void))(void *) { return tape_read; }
