/* SPDX-License-Identifier: MIT */
/* Files as programs see them: a number, and behind it an object with operations. */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/sched.h>
#include <linux/uio.h>

struct file;

struct kiocb {
	struct file *ki_filp;
};

struct file_operations {
	ssize_t (*read_iter)(struct kiocb *iocb, struct iov_iter *to);
	ssize_t (*write_iter)(struct kiocb *iocb, struct iov_iter *from);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	int (*release)(struct file *file);
};

struct file {
	const struct file_operations *f_op;
	void *private_data;
	struct callback_head f_task_work;
};

/* fs/file.c */
int get_unused_fd(void);
void fd_install(int fd, struct file *file);
struct file *fget(int fd);
struct file *alloc_file(const struct file_operations *fops, void *private);
int close_fd(int fd);
void fput(struct file *file);
void exit_files(struct task_struct *p);

/* fs/char_dev.c */
const struct file_operations *chrdev_lookup(const char *name);

#endif
