/* SPDX-License-Identifier: MIT */
/* Structs that are looked at as an array of pointers to functions, or as one. */
typedef unsigned long size_t;
#define offsetof(TYPE, MEMBER) __builtin_offsetof(TYPE, MEMBER)

typedef void (*fn)(void);
#define F(n) static void n(void) { }
F(a1) F(a2) F(b1) F(b2) F(c1) F(c2) F(d1) F(e1) F(g1) F(h1) F(h2) F(i1) F(j1) F(j2) F(k1) F(k2) F(m1) F(n1)

/* read at an offset that a table says */
struct a { int x; fn one, two; };
static const size_t offsets[] = { offsetof(struct a, one), offsetof(struct a, two) };
static struct a a = { 0, a1, a2 };
void at_offset(int i) { (*(fn *)((char *)&a + offsets[i]))(); }

/* by index, and the first */
struct b { fn one, two; };
static struct b b = { b1, b2 };
void by_index(int i) { ((fn *)&b)[i](); }
struct c { fn one, two; };
static struct c c = { c1, c2 };
void first(void) { (*(fn *)&c)(); }
void first_local(void) { fn f = *(fn *)&c; f(); }

/* stored so */
struct d { fn one, two; };
static struct d d;
void set_by_index(int i) { ((fn *)&d)[i] = d1; }
void use_by_index(void) { d.two(); }
struct e { fn one, two; };
static struct e e;
void set_first(void) { *(fn *)&e = e1; }
void use_first(void) { e.one(); }
struct g { int x; fn one; };
static struct g g;
static const size_t places[] = { offsetof(struct g, one) };
void set_at_offset(int i) { *(fn *)((char *)&g + places[i]) = g1; }
void use_at_offset(void) { g.one(); }

/* an offset that is passed is one field's, whoever asks */
struct h { int x; fn one, two; };
static struct h h = { 0, h1, h2 };
static void call_at(struct h *p, size_t n) { (*(fn *)((char *)p + n))(); }
void passed(void) { call_at(&h, offsetof(struct h, two)); }

/* through a parameter and a local */
struct i { fn one, two; };
static struct i i_ops;
static void fill(struct i *p, fn f)
{
	fn *v = (fn *)p;
	int n;

	for (n = 0; n < 2; n++)
		v[n] = f;
}
void set_all(void) { fill(&i_ops, i1); }
void use_all(struct i *p) { p->two(); }
struct j { fn one, two; };
static struct j j = { j1, j2 };
static void run_all(struct j *p)
{
	fn *v = (fn *)p;
	int n;

	for (n = 0; n < 2; n++)
		v[n]();
}
void run_j(void) { run_all(&j); }

/* an array of pointers is no struct, and another struct's are others */
struct k { fn *list; fn own; };
static fn list[] = { k1, k2 };
static struct k k = { list, m1 };
void in_list(struct k *p, int n) { p->list[n](); }
void run_k(void) { in_list(&k, 1); }

/* a struct with no such member: nothing is there, which is not said to be so */
struct n { long x, y; };
static struct n n = { 1, 2 };
void no_member(void) { (*(fn *)&n)(); }
fn kept = n1;
