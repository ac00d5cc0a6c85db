/* SPDX-License-Identifier: MIT */
/* parameters, results, nested calls, ternaries, macros */
typedef int (*cmp)(int, int);

static int less(int a, int b) { return 0; }
static int more(int a, int b) { return 0; }
static int same(int a, int b) { return 0; }

static int apply(cmp f, int a) { return f(a, a); }
int param_less(int a) { return apply(less, a); }
int param_more(int a) { return apply(more, a); }

static cmp choose(int up) { if (up) return less; return more; }
int result_called(int up) { return choose(up)(1, 2); }
int result_kept(int up) { cmp f = choose(up); return f(1, 2); }
static int (*choose_plain(int x))(int, int) { return same; }
int result_plain(int x) { return (*choose_plain(x))(1, 2); }
static cmp (*chooser)(int) = choose;
int result_nested(int up) { return chooser(up)(1, 2); }

int ternary_value(int up) { cmp f = up ? less : same; return f(1, 2); }
int ternary_called(int up) { return (up ? more : same)(1, 2); }
int ternary_param(int up) { return apply(up ? less : more, 1); }

#define CALL(f, ...) ((f)(__VA_ARGS__))
#define NAME(x) sa##x
#define PICK(up) ((up) ? less : more)
int macro_call(void) { return CALL(same, 1, 2); }
int macro_paste(void) { cmp f = NAME(me); return f(1, 2); }
int macro_pick(int up) { return PICK(up)(1, 2); }
