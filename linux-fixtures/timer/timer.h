/* SPDX-License-Identifier: MIT */
#ifndef TIMER_H
#define TIMER_H

struct timer_list {
	unsigned long expires;
	void (*function)(struct timer_list *t);
	unsigned int flags;
};

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - __builtin_offsetof(type, member)))
#define from_timer(var, t, field) container_of(t, __typeof__(*var), field)

void init_timer_key(struct timer_list *timer, void (*func)(struct timer_list *),
		    unsigned int flags, const char *name, void *key);
int mod_timer(struct timer_list *timer, unsigned long expires);
void add_timer(struct timer_list *timer);

#define timer_setup(timer, callback, flags) \
	init_timer_key((timer), (callback), (flags), #timer, 0)

/* What modules may call by name: the function's address is in the table of symbols. */
#define EXPORT_SYMBOL(sym) \
	static void *const __attribute__((used, section("___ksymtab+" #sym))) \
		__ksymtab_##sym = (void *)&sym

#endif
