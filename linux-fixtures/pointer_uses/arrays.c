/* SPDX-License-Identifier: MIT */
/* arrays: of pointers, of structs, of arrays, filled at run time */
typedef int (*op)(int);
struct entry { const char *name; op run; };

static int add(int x) { return x; }
static int sub(int x) { return x; }
static int mul(int x) { return x; }
static int late(int x) { return x; }
static int lonely(int x) { return x; }
op const keep = lonely;

static op const table[] = { add, &sub, [4] = mul };
static const struct entry entries[] = { { "add", add }, { .name = "mul", .run = mul } };
static op grid[2][2] = { { add, sub }, { mul, 0 } };
static op dynamic[8];
static unsigned nr;

int array_index(int i) { return table[i](i); }
int array_entry(int i) { return entries[i].run(i); }
int array_grid(int i, int j) { return grid[i][j](i); }
int array_walk(int x)
{
	const struct entry *e;

	for (e = entries; e->name; e++)
		x = e->run(x);
	return x;
}
static void add_op(op f) { dynamic[nr++] = f; }
void array_fill(void) { add_op(late); dynamic[nr++] = sub; }
int array_dynamic(int i) { op *p = &dynamic[i]; return (*p)(i); }
