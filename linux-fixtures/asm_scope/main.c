/* SPDX-License-Identifier: MIT */
/* Assembler at file scope: functions, calls, data, sections. */
typedef void (*fn)(void);
#define STR2(x) #x
#define STR(x) STR2(x)
#define used __attribute__((used))

used static void handler(void) { }
used void global_handler(void) { }
used static void other(void) { }
used static void third(void) { }
used static void tramp_target(void) { }
used static int initfn(void) { return 0; }
used static void listed(void) { }
used static void listed2(void) { }
used static void aliased(void) { }

/* a function in assembler, called from C, that calls C */
void trampoline(void);
asm(".text\n"
    ".globl trampoline\n"
    ".type trampoline, @function\n"
    "trampoline:\n"
    "	push %rax\n"
    "	call handler\n"
    "	call global_handler\n"
    "	pop %rax\n"
    "	ret\n"
    ".size trampoline, .-trampoline\n");
void use_trampoline(void) { trampoline(); }

/* with .pushsection */
void pushed(void);
asm(".pushsection .text.pushed, \"ax\"\n"
    ".global pushed\n"
    "pushed: jmp other\n"
    ".popsection\n");
void use_pushed(void) { pushed(); }

/* a static call's trampoline by hand */
#define TRAMP(name, insns) asm(".pushsection .static_call.text, \"ax\"\n .globl " STR(name) "\n" STR(name) ":\n " insns "\n .type " STR(name) ", @function\n .size " STR(name) ", . - " STR(name) "\n .popsection\n")
void my_tramp(void);
TRAMP(my_tramp, ".byte 0xe9\n .long tramp_target - (. + 4)");
void use_tramp(void) { my_tramp(); }

/* data: an array of pointers in a section */
extern fn list_start[], list_end[];
asm(".section .my_list, \"a\"\n .globl list_start\nlist_start:\n .quad listed\n .quad listed2\n .globl list_end\nlist_end:\n .previous\n");
void run_list(void) { fn *f; for (f = list_start; f < list_end; f++) (*f)(); }

/* one pointer in assembler */
extern fn one_pointer;
asm(".data\n.globl one_pointer\none_pointer: .quad third\n.text\n");
void run_one(void) { one_pointer(); }

/* relative */
extern int rel_start[], rel_end[];
asm(".section .rel_list, \"a\"\n .globl rel_start\nrel_start:\n .long initfn - .\n .globl rel_end\nrel_end:\n .previous\n");
void run_rel(void) { int *p; for (p = rel_start; p < rel_end; p++) ((int (*)(void))((char *)p + *p))(); }

/* a second name */
void second_name(void);
asm(".globl second_name\n.set second_name, aliased\n");
void use_second(void) { second_name(); }
/* local labels and macros */
asm(".macro CALLIT f\n call \\f\n.endm\n");
void by_macro(void);
asm(".globl by_macro\nby_macro:\n CALLIT third\n ret\n");
void use_by_macro(void) { by_macro(); }
/* a struct that assembler fills: which field is which is not known */
struct hook { long id; void (*call)(long); };
extern struct hook asm_hook;
asm(".data\n.globl asm_hook\nasm_hook: .quad 1, handler\n.text\n");
void run_hook(void) { asm_hook.call(1); }
/* code that is copied elsewhere: no pointers */
extern unsigned char code_template[];
asm(".pushsection .rodata\n.globl code_template\ncode_template: push %rax\n.popsection\n");
void *memcpy(void *to, const void *from, unsigned long n);
struct cell { long (*never)(long); };
static struct cell cell;
void copy_code(void *to) { memcpy(to, code_template, 8); }
void run_cell(void) { cell.never(1); }
