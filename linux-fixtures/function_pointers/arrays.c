/* SPDX-License-Identifier: MIT */
/* Global arrays: of functions, of structs with functions in them. */
typedef int (*op)(int, int);

static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static int mul(int a, int b) { return a * b; }
static int idle(int a, int b) { return 0; }

static op const ops[] = { add, [2] = sub };
static const op other[] = { idle };

struct rule { const char *name; op run; int (*check)(int); };
static int positive(int a) { return a > 0; }
static const struct rule rules[] = {
	{ "mul", mul, positive },
	{ "add", add, 0 },
};

int arrays_plain(int i) { return ops[i](1, 2); }
int arrays_pointer(int i) { const op *p = ops; return (*(p + i))(1, 2); }
int arrays_struct(int i)
{
	const struct rule *r;

	for (r = rules; r < rules + 2; r++)
		if (r->check && r->check(i))
			return r->run(1, 2);
	return other[0](1, 2);
}
