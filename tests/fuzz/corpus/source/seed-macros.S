.altmacro
.macro entry name:req, kind=4, rest:vararg
.globl \name
.type \name, @function
.if \kind == 4 && !(1 - 1)
SYM_\name: .ifnb \rest ; call \rest ; .endif
.elseif (\kind >> 2) & 3 | ~0 ^ 5 % 3
.exitm
.else
jmp \@f
.endif
\name: call one_\@
.size \name, . - \name
.endm
.macro again n
.if \n > 0
call f\n
again "(\n - 1)"
.endif
.endm
.text
entry first
entry second, kind=5
entry name=third, kind=4, rest=helper, 2
again 3
.rept 3
call rep
.endr
.irp r, rax, rbx, "rcx"
push \r
.endr
.irpc c, abc
call f_\c
.endr
.set A, 1 + 2 * 3 - (4 << 1)
B = A / 2
.equ C, B % 3
.ifdef A
.ifndef NONE
.ifc a, a
.ifeq A - A
.long first, second - first, 0x10 + 'a'
.endif
.endif
.endif
.endif
.purgem again
.pushsection .init.data, "aw"
.subsection 1
.quad first ; .long second - . ; .byte 1, 2
.popsection
.previous
.section .text.x, "ax", @progbits
.weak third
third_alias = third
1: jne 1b ; jmp 2f
2: call *%rax
call *table(,%rax,8)
tail: jmp helper@PLT
table: .quad first, second
bl helper ; b.ne 1b ; cbz x0, tail ; blx r3 ; br x1
.include "x.S"
.err "no"
.if 1
.macro unended
