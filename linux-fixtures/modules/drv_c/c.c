/* SPDX-License-Identifier: MIT */
int helper(void), shared(void);

int use_both(void)
{
	return helper() + shared();
}
