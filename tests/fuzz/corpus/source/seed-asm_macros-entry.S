/* SPDX-License-Identifier: MIT */
#define __ASSEMBLY__
#include "linkage.h"

/* call in_a_comment */
# don't call in_a_hash_comment
.macro PUSH_REGS save=1
	pushq %rax
	.if \save
	call save_regs
	.endif
.endm

.macro ALTERNATIVE old, new, feature
140\@:
	\old
	.pushsection .altinstr_replacement, "ax"
141\@:
	\new
	.popsection
.endm

.macro idtentry_body cfunc has_error_code:req
	.if \has_error_code == 1
	PUSH_REGS
	.else
	PUSH_REGS save=0
	call note_no_error
	.endif
	call	\cfunc
	jmp	.Lreturn_\@		/* of no function */
.Lreturn_\@:
	jmp	error_return
.endm

.macro idtentry vector asmsym cfunc has_error_code:req
SYM_CODE_START(\asmsym)
	.if \vector == 14
	ALTERNATIVE "", __stringify(call fault_only), 3
	.endif
	.ifc \cfunc, exc_never_so_named
	call never_this_way
	.endif
	idtentry_body \cfunc \has_error_code
SYM_CODE_END(\asmsym)
.endm

	.text
#include "idtentry.h"

#if 0
SYM_CODE_START(skipped)
	call never_skipped
SYM_CODE_END(skipped)
#endif

SYM_CODE_START(error_return)
	iretq
SYM_CODE_END(error_return)

.macro make_stub nr
SYM_FUNC_START(stub_\nr)
	.if (\nr & 1) && \nr < 3
	call odd_work
	.else
	call even_work
	.endif
	ret
SYM_FUNC_END(stub_\nr)
.endm

.set nr, 0
.rept 4
	.set nr, nr + 1
.endr
.irp n, 1, 2, 3
make_stub \n
.endr
.if nr == 4
SYM_FUNC_START(counted)
	call four_times
	ret
SYM_FUNC_END(counted)
.else
SYM_FUNC_START(not_counted)
	call other_than_four
	ret
SYM_FUNC_END(not_counted)
.endif

SYM_FUNC_ALIAS(stub_one, stub_1)

	.section .rodata, "a"
	.globl	stub_table
stub_table:
	.quad	stub_1
	.quad	stub_2
