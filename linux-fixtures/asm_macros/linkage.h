/* SPDX-License-Identifier: MIT */
#ifdef __ASSEMBLER__
#define ASM_NL			;
#define __stringify_1(x...)	#x
#define __stringify(x...)	__stringify_1(x)
#define SYM_END(name, sym_type)	.type name sym_type ASM_NL .size name, .-name
#define SYM_CODE_START(name)	.globl name ASM_NL name:
#define SYM_CODE_END(name)	SYM_END(name, @notype)
#define SYM_FUNC_START(name)	SYM_CODE_START(name)
#define SYM_FUNC_END(name)	SYM_END(name, @function)
#define SYM_FUNC_ALIAS(alias, name) .globl alias ASM_NL .set alias, name ASM_NL .type alias @function
#define DECLARE_IDTENTRY(vector, func)	idtentry vector asm_##func func has_error_code=0
#define DECLARE_IDTENTRY_ERR(vector, func) idtentry vector asm_##func func has_error_code=1
#else
#define DECLARE_IDTENTRY(vector, func)	extern void asm_##func(void); void func(void)
#define DECLARE_IDTENTRY_ERR(vector, func) DECLARE_IDTENTRY(vector, func)
#endif
