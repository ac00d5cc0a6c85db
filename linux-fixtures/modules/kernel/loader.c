/* SPDX-License-Identifier: MIT */
#include "module.h"

int do_one_initcall(int (*fn)(void))
{
	return fn();
}

int do_init_module(struct module *mod)
{
	return do_one_initcall(mod->init);
}

void free_module(struct module *mod)
{
	mod->exit();
}

int offered(void)
{
	return 1;
}
EXPORT_SYMBOL(offered);
