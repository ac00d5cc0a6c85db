/* SPDX-License-Identifier: MIT */
/* What is left behind a branch that was done is less usual than behind one that gave up. */
void work(int n) {}

/* mostly there is nothing to do */
static int grow(int n)
{
	if (n < 3)
		return 0;
	if (n < 5)
		return 1;
	work(n);
	return 1;
}

static void plain_inner(int n) { work(n); }
static void plain(int n) { plain_inner(n); }

void resize(int n)
{
	grow(n);
	plain(n);
}

/* mostly there is no error */
static int add(int n)
{
	int ret = 0;

	if (n < 3)
		return -22;
	if (n > 5) {
		ret = -12;
		goto out;
	}
	work(n);
out:
	return ret;
}

void insert(int n)
{
	add(n);
	plain(n);
}
