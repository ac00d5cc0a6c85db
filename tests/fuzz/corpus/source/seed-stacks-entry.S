	.text
	.globl asm_vector
	.type asm_vector, @function
asm_vector:
	call handle_irq
	iretq
	.size asm_vector, . - asm_vector

	.globl entry_syscall
	.type entry_syscall, @function
entry_syscall:
	call sys_write
	sysretq
	.size entry_syscall, . - entry_syscall

	.globl asm_helper
	.type asm_helper, @function
asm_helper:
	ret
	.size asm_helper, . - asm_helper
