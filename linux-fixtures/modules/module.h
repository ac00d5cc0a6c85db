/* SPDX-License-Identifier: MIT */
struct module {
	int (*init)(void);
	void (*exit)(void);
};

#define EXPORT_SYMBOL(sym) \
	static void *const __attribute__((used, section("___ksymtab+" #sym))) \
		__ksymtab_##sym = (void *)&sym
#define module_init(fn) \
	int init_module(void) __attribute__((alias(#fn)))
#define module_exit(fn) \
	void cleanup_module(void) __attribute__((alias(#fn)))
