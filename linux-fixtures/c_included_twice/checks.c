/* SPDX-License-Identifier: MIT */
int native_check(int type)
{
	return type == 64;
}

int compat_check(int type)
{
	return type == 32;
}
