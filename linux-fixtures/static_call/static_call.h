/* SPDX-License-Identifier: MIT */
#ifndef STATIC_CALL_H
#define STATIC_CALL_H

struct static_call_key {
	void *func;
};

void __static_call_update(struct static_call_key *key, void *tramp, void *func);

#define DECLARE_STATIC_CALL(name, func)					\
	extern struct static_call_key __SCK__##name;			\
	extern __typeof__(func) __SCT__##name
#define DEFINE_STATIC_CALL(name, _func)					\
	DECLARE_STATIC_CALL(name, _func);				\
	struct static_call_key __SCK__##name = { .func = _func }
#define static_call(name) ({ (void)&__SCK__##name; (&__SCT__##name); })
#define static_call_update(name, f) ({					\
	__typeof__(&__SCT__##name) f_ = (f);				\
	__static_call_update(&__SCK__##name, &__SCT__##name, f_);	\
})

#endif
