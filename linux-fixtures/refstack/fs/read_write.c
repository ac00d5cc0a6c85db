/* SPDX-License-Identifier: MIT */
/* read(2) and write(2): to whatever the file is. */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/syscalls.h>

static inline ssize_t call_read_iter(struct file *file, struct kiocb *kio, struct iov_iter *iter)
{
	return file->f_op->read_iter(kio, iter);
}

static inline ssize_t call_write_iter(struct file *file, struct kiocb *kio, struct iov_iter *iter)
{
	return file->f_op->write_iter(kio, iter);
}

static ssize_t new_sync_read(struct file *file, void *buf, size_t len)
{
	struct kiocb kiocb = { .ki_filp = file };
	struct iov_iter iter;

	iov_iter_init(&iter, buf, len);
	return call_read_iter(file, &kiocb, &iter);
}

static ssize_t new_sync_write(struct file *file, const void *buf, size_t len)
{
	struct kiocb kiocb = { .ki_filp = file };
	struct iov_iter iter;

	iov_iter_init(&iter, (void *)buf, len);
	return call_write_iter(file, &kiocb, &iter);
}

static ssize_t vfs_read(struct file *file, void *buf, size_t count)
{
	return file->f_op->read_iter ? new_sync_read(file, buf, count) : -EINVAL;
}

static ssize_t vfs_write(struct file *file, const void *buf, size_t count)
{
	return file->f_op->write_iter ? new_sync_write(file, buf, count) : -EINVAL;
}

static ssize_t ksys_read(int fd, void *buf, size_t count)
{
	struct file *file = fget(fd);

	return file ? vfs_read(file, buf, count) : -EBADF;
}

static ssize_t ksys_write(int fd, const void *buf, size_t count)
{
	struct file *file = fget(fd);

	return file ? vfs_write(file, buf, count) : -EBADF;
}

SYSCALL_DEFINE3(read, int, fd, void *, buf, size_t, count)
{
	return ksys_read(fd, buf, count);
}

SYSCALL_DEFINE3(write, int, fd, const void *, buf, size_t, count)
{
	return ksys_write(fd, buf, count);
}

SYSCALL_DEFINE3(ioctl, int, fd, unsigned int, cmd, unsigned long, arg)
{
	struct file *file = fget(fd);

	if (!file)
		return -EBADF;
	if (!file->f_op->unlocked_ioctl)
		return -ENOTTY;
	return file->f_op->unlocked_ioctl(file, cmd, arg);
}
