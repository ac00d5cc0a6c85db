/* SPDX-License-Identifier: MIT */
static int check(int type)
{
	return ELF_CHECK(type);
}

static int load(int type)
{
	return check(type);	/* @check */
}

int ENTRY_NAME(int type)
{
	return load(type);
}
