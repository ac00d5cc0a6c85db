/* SPDX-License-Identifier: MIT */
/* Files that are not sockets: the console, and the two that have nothing behind them. */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>

#include "host.h"

struct chrdev {
	const char *name;
	const struct file_operations *fops;
};

static struct chrdev chrdevs[4];

static int register_chrdev(const char *name, const struct file_operations *fops)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(chrdevs); i++) {
		if (!chrdevs[i].name) {
			chrdevs[i] = (struct chrdev){ name, fops };
			return 0;
		}
	}
	return -ENOMEM;
}

const struct file_operations *chrdev_lookup(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(chrdevs); i++)
		if (chrdevs[i].name && !strcmp(chrdevs[i].name, name))
			return chrdevs[i].fops;
	return NULL;
}

static ssize_t console_read(struct kiocb *iocb __maybe_unused, struct iov_iter *to)
{
	return (ssize_t)copy_to_iter("\n", 1, to);
}

static ssize_t console_write(struct kiocb *iocb __maybe_unused, struct iov_iter *from)
{
	char line[256];
	size_t n = copy_from_iter(line, sizeof(line), from);

	return (ssize_t)host_write_console(line, n);
}

static long console_ioctl(struct file *file __maybe_unused, unsigned int cmd, unsigned long arg __maybe_unused)
{
	return cmd == 0x541b ? 1 : -ENOTTY;
}

static int console_release(struct file *file)
{
	file->private_data = NULL;
	return 0;
}

static const struct file_operations console_fops = {
	.read_iter = console_read,
	.write_iter = console_write,
	.unlocked_ioctl = console_ioctl,
	.release = console_release,
};

static ssize_t read_null(struct kiocb *iocb __maybe_unused, struct iov_iter *to __maybe_unused)
{
	return 0;
}

static ssize_t write_null(struct kiocb *iocb __maybe_unused, struct iov_iter *from)
{
	return (ssize_t)from->count;
}

static const struct file_operations null_fops = {
	.read_iter = read_null,
	.write_iter = write_null,
};

static ssize_t read_zero(struct kiocb *iocb __maybe_unused, struct iov_iter *to)
{
	size_t n = to->count;

	memset(to->base, 0, n);
	return (ssize_t)n;
}

static const struct file_operations zero_fops = {
	.read_iter = read_zero,
	.write_iter = write_null,
};

static int __init con_init(void)
{
	return register_chrdev("/dev/console", &console_fops);
}
console_initcall(con_init);

static int __init chr_dev_init(void)
{
	register_chrdev("/dev/null", &null_fops);
	return register_chrdev("/dev/zero", &zero_fops);
}
fs_initcall(chr_dev_init);
