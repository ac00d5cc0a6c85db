/* SPDX-License-Identifier: MIT */
/* A task's files; reading, writing and closing them. */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/syscalls.h>

int get_unused_fd(void)
{
	int fd;

	for (fd = 0; fd < NR_OPEN; fd++)
		if (!current->files[fd])
			return fd;
	return -EMFILE;
}

void fd_install(int fd, struct file *file)
{
	current->files[fd] = file;
}

struct file *fget(int fd)
{
	return fd >= 0 && fd < NR_OPEN ? current->files[fd] : NULL;
}

struct file *alloc_file(const struct file_operations *fops, void *private)
{
	struct file *file = kzalloc(sizeof(*file), GFP_KERNEL);

	file->f_op = fops;
	file->private_data = private;
	return file;
}

static void __fput(struct file *file)
{
	if (file->f_op->release)
		file->f_op->release(file);
	kfree(file);
}

static void ____fput(struct callback_head *work)
{
	__fput(container_of(work, struct file, f_task_work));
}

/* The last of it happens on the way back to the program. */
void fput(struct file *file)
{
	init_task_work(&file->f_task_work, ____fput);	/* @pitfall 7 */
	task_work_add(current, &file->f_task_work);
}

int close_fd(int fd)
{
	struct file *file = fget(fd);

	if (!file)
		return -EBADF;
	current->files[fd] = NULL;
	fput(file);
	return 0;
}

void exit_files(struct task_struct *p)
{
	int fd;

	for (fd = 0; fd < NR_OPEN; fd++)
		if (p->files[fd])
			close_fd(fd);
}

SYSCALL_DEFINE1(close, int, fd)
{
	return close_fd(fd);
}

SYSCALL_DEFINE2(open, const char *, name, int, flags)
{
	const struct file_operations *fops = chrdev_lookup(name);
	int fd = get_unused_fd();

	(void)flags;
	if (!fops)
		return -ENOENT;
	if (fd >= 0)
		fd_install(fd, alloc_file(fops, NULL));
	return fd;
}
