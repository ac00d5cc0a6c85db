/* SPDX-License-Identifier: MIT */
struct page {
	int nr;
};

typedef int (*walk_fn)(struct page *page, void *arg);

static int walk_one(struct page *page, walk_fn fn, void *arg)
{
	return fn(page, arg);	/* @one */
}

static int walk_range(struct page *page, int n, walk_fn fn, void *arg)
{
	int ret = 0;

	while (n--)
		ret |= walk_one(page + n, fn, arg);
	return ret;
}

/* kept in a struct on the way */
struct control {
	walk_fn fn;
	void *arg;
};

static int walk_control(struct page *page, struct control *ctl)
{
	return ctl->fn(page, ctl->arg);
}

int walk_by_struct(struct page *page, walk_fn fn)
{
	struct control ctl = { .fn = fn };

	return walk_control(page, &ctl);
}

static int unmap(struct page *page, void *arg) { return 0; }
static int migrate(struct page *page, void *arg) { return 1; }
static int count(struct page *page, void *arg) { return page->nr; }
static int age(struct page *page, void *arg) { return 2; }

int try_to_unmap(struct page *page)
{
	return walk_range(page, 4, unmap, 0);
}

int try_to_migrate(struct page *page)
{
	return walk_range(page, 1, migrate, 0);
}

int count_all(struct page *page)
{
	return walk_by_struct(page, count);
}

int pick(struct page *page, int old)
{
	return walk_range(page, 1, old ? age : count, 0);
}

/* a parameter that is NULL for "as the file says" */
struct file {
	int (*open)(struct page *page);
};

static int file_open(struct page *page) { return 0; }
static int special_open(struct page *page) { return 0; }

static struct file file = { .open = file_open };

static int do_dentry_open(struct page *page, int (*open)(struct page *))
{
	if (!open)
		open = file.open;
	return open(page);	/* @open */
}

int vfs_open(struct page *page)
{
	return do_dentry_open(page, 0);
}

int finish_open(struct page *page)
{
	return do_dentry_open(page, special_open);
}
