/* SPDX-License-Identifier: MIT */
struct cmd {
	const char *name;
	int (*fn)(int arg);
};

static int h_zero(int arg) { return arg; }
static int h_three(int arg) { return arg + 3; }
static int cmd_show(int arg) { return arg; }
static int cmd_set(int arg) { return -arg; }
static int rare_reset(int arg) { return 0; }
static int never_listed(int arg) { return 1; }

static int (*const handlers[])(int arg) = {
	[0] = h_zero,
	[3] = h_three,
};

static const struct cmd cmds[] = {
	{ "show", cmd_show },
	{ "set", cmd_set },
};

static const struct cmd rare[] = {
	{ .name = "reset", .fn = rare_reset },
};

static int (*matrix[2][2])(int arg) = { { h_zero, 0 }, { 0, cmd_set } };

int dispatch(unsigned int nr, int arg)
{
	if (!handlers[nr])
		return -1;
	return handlers[nr](arg);	/* @handlers */
}

int dispatch_cmd(const char *name, int arg)
{
	const struct cmd *c;

	for (c = cmds; c < cmds + 2; c++)
		if (c->name == name)
			return c->fn(arg);	/* @walk */
	return -1;
}

int dispatch_rare(int i, int arg)
{
	return rare[i].fn(arg);
}

int dispatch_matrix(int i, int j, int arg)
{
	return matrix[i][j](arg);
}

int use(void)
{
	return never_listed(2);
}
