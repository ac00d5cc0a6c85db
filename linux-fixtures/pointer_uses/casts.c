/* SPDX-License-Identifier: MIT */
/* casts, void pointers, integers, unions, variable arguments */
typedef void (*fn)(void);
typedef void (*fn_int)(int);
typedef __builtin_va_list va_list;
typedef unsigned long uintptr;

static void c_void(void) { }
static void c_int(int x) { }
static void c_generic(void) { }
static void c_number(void) { }
static void c_union(void) { }
static void c_union_int(int x) { }
static void c_vararg(int x) { }
static void c_context(void *ctx) { }

static void *generic;
static uintptr number;
union pun { fn f; void *p; uintptr n; };
union arms { fn f; int other; };
static union pun pun;
static union arms arms;
struct context { void *data; void (*run)(void *); };

void cast_set(void)
{
	generic = (void *)c_generic;
	number = (uintptr)c_number;
	pun.p = (void *)c_union;
	arms.f = c_union;
}

void cast_call(void) { ((fn_int)c_void)(1); }
void cast_other(void) { fn f = (fn)c_int; f(); }
void cast_generic(void) { ((fn)generic)(); }
void cast_number(void) { ((fn)number)(); }
void union_member(void) { arms.f(); }

static void run_context(void *p) { struct context *c = p; c->run(c->data); }
void cast_context(void) { struct context c = { 0, c_context }; run_context(&c); }

static void vararg_call(int n, ...)
{
	va_list ap;
	fn_int f;

	__builtin_va_start(ap, n);
	f = __builtin_va_arg(ap, fn_int);
	f(n);	/* @vararg */
	__builtin_va_end(ap);
}
void vararg(void) { vararg_call(1, c_vararg); }
