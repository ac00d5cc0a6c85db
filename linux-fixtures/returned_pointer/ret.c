/* SPDX-License-Identifier: MIT */
typedef int (*handler_t)(int x);

struct ops {
	handler_t run;
};

static int one(int x) { return 1; }
static int two(int x) { return 2; }
static int three(int x) { return 3; }
static int never(int x) { return 4; }

static const struct ops three_ops = { .run = three };
const struct ops never_ops = { .run = never };

static handler_t pick(int i)
{
	if (i)
		return one;
	return two;
}

static const struct ops *get_ops(void)
{
	return &three_ops;
}

static void *opaque(void)
{
	return (void *)&three_ops;
}

static handler_t pick_again(int i)
{
	return pick(i + 1);
}

int use_returned(int i)
{
	return pick(i)(0);	/* @call */
}

int use_twice(int i)
{
	handler_t fn = pick_again(i);

	return fn ? fn(0) : 0;
}

int use_ops(void)
{
	return get_ops()->run(0);	/* @ops */
}

int use_opaque(void)
{
	const struct ops *ops = opaque();

	return ops->run(0);
}

static int get_by_reference(handler_t *out)
{
	*out = two;
	return 0;
}

int use_reference(void)
{
	handler_t fn;

	if (get_by_reference(&fn))
		return -1;
	return fn(0);	/* @reference */
}
