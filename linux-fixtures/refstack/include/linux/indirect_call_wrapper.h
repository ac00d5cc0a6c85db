/* SPDX-License-Identifier: MIT */
/*
 * A call through a pointer costs more than a comparison: where one or two
 * functions are likely, they are compared with the pointer and called by name.
 */
#ifndef _LINUX_INDIRECT_CALL_WRAPPER_H
#define _LINUX_INDIRECT_CALL_WRAPPER_H

#include <linux/compiler.h>

#define INDIRECT_CALL_1(f, f1, ...) ({ \
	__typeof__(f) __f1 = (f); \
	likely(__f1 == f1) ? f1(__VA_ARGS__) : __f1(__VA_ARGS__); \
})
#define INDIRECT_CALL_2(f, f2, f1, ...) ({ \
	__typeof__(f) __f2 = (f); \
	likely(__f2 == f2) ? f2(__VA_ARGS__) : INDIRECT_CALL_1(f, f1, __VA_ARGS__); \
})
#define INDIRECT_CALL_INET(f, f2, f1, ...)	INDIRECT_CALL_2(f, f2, f1, __VA_ARGS__)
#define INDIRECT_CALL_INET_1(f, f1, ...)	INDIRECT_CALL_1(f, f1, __VA_ARGS__)

#endif
