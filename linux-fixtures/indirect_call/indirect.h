/* SPDX-License-Identifier: MIT */
#ifndef INDIRECT_H
#define INDIRECT_H

#define likely(x)	__builtin_expect(!!(x), 1)

#define INDIRECT_CALL_1(f, f1, ...) ({					\
	likely((f) == f1) ? f1(__VA_ARGS__) : f(__VA_ARGS__);		\
})
#define INDIRECT_CALL_2(f, f2, f1, ...) ({				\
	likely((f) == f2) ? f2(__VA_ARGS__) :				\
			    INDIRECT_CALL_1(f, f1, __VA_ARGS__);	\
})
#define INDIRECT_CALL_INET(f, f2, f1, ...) INDIRECT_CALL_2(f, f2, f1, __VA_ARGS__)

#endif
