/* SPDX-License-Identifier: MIT */
	.text
	.globl	first, second, third, shared, unsized, next
	.type	first, @function
first:
	testq	%rdi, %rdi
	je	second			/* to another function, if */
	jne	1f			# numbers and .L names are no functions
	jz	.Linner
	call	work_a
1:	leaq	callback(%rip), %rdi
	movq	data_only(%rip), %rax	# what is in it, not where it is
	call	*%rax
.Linner:
	jmp	.Ltail			/* shared with third */
	.size	first, .-first

second:
	lock; cmpxchg %rax, (%rdi)
	bnd jmp	work_b
	.size	second, .-second

third:
	call	work_c
	jmp	third			/* a loop */
.Ltail:
	call	work_d
	ret
	call	work_e			# behind a return: not of first
	.size	third, .-third

shared:
	call	work_a
	.globl	shared_inside
shared_inside:
	call	work_b
	ret
	.size	shared, .-shared

unsized:				# runs on into next
	call	work_c
next:
	call	work_d@PLT
	ret
plain:	nop				/* not global, never called: a label */
	call	work_e
local_func:
	jmp	work_a
	.globl	caller_of_local
caller_of_local:
	call	local_func
	ret

	.globl	alternative, behind
	.type	alternative, @function
alternative:				# what is patched in stands elsewhere, then it goes on
	call	work_a
	.pushsection .altinstructions, "a"
	.long	1f - .
	.popsection
	.subsection 1
1:	call	work_b
	.previous
	call	work_c
	ret
	.size	alternative, .-alternative
	.type	behind, @function
behind:
	call	work_d
	ret
	.size	behind, .-behind

	.section .init.rodata, "a"
	.long	relative - .
	.quad	absolute + 4
	.asciz	"call in_a_string"
