/* SPDX-License-Identifier: MIT */
struct ops {
	int (*run)(int x);
};

static int fast(int x) { return x; }
static int slow(int x) { return x + 1; }
static int big(int x) { return x + 2; }
static int small(int x) { return x + 3; }
static int a_run(int x) { return x + 4; }
static int b_run(int x) { return x + 5; }
static int c_run(int x) { return x + 6; }
static int dflt(int x) { return x + 7; }

static const struct ops a_ops = { .run = a_run };
static const struct ops b_ops = { .run = b_run };
/* has an address elsewhere */
const struct ops c_ops = { .run = c_run };

int by_local(int cond)
{
	int (*fn)(int x) = cond ? fast : slow;

	return fn(1);	/* @local */
}

int at_once(int cond)
{
	return (cond ? big : small)(2);	/* @once */
}

int by_table(int cond)
{
	const struct ops *ops = cond ? &a_ops : &b_ops;

	return ops->run(3);	/* @table */
}

/* the GNU form without a middle */
int or_default(int (*fn)(int x))
{
	return (fn ?: dflt)(4);
}

int use(void)
{
	return or_default(fast);
}

int by_switch(int how)
{
	int (*fn)(int x);

	switch (how) {
	case 0:
		fn = fast;
		break;
	default:
		fn = big;
	}
	return fn(5);
}
