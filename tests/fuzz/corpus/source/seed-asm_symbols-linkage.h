/* SPDX-License-Identifier: MIT */
#ifdef __ASSEMBLY__
#define SYM_FUNC_START(name)	.globl name; name:
#define SYM_FUNC_END(name)	.type name, @function
#endif
