/* SPDX-License-Identifier: MIT */
/* Calls of an element that a constant names. */
typedef void (*fn)(void);
struct ops { int flags; fn run; };
enum { OP_A, OP_B, OP_C, NR };
#define F(n) static void n(void) { }
F(a) F(b) F(c) F(d) F(e) F(f) F(g) F(h) F(i) F(j) F(k) F(l) F(m) F(n) F(o) F(p) F(q) F(r) F(s) F(t) F(u) F(v) F(w) F(x)

static const struct ops fixed[NR] = { [OP_A] = { 0, a }, [OP_B] = { .run = b }, [OP_C] = { 1, c } };
void call_b(void) { fixed[OP_B].run(); }
void call_sum(void) { fixed[OP_A + 2].run(); }
void call_any(int n) { fixed[n].run(); }

static fn plain[] = { d, e };
void call_e(void) { plain[1](); }
void call_e_deref(void) { (*plain[1])(); }

/* another element is stored to it by code */
static fn moved[2] = { f, g };
void move(void) { moved[1] = moved[0]; }
void call_moved(void) { moved[1](); }

/* its address is handed on */
static fn handed[2] = { h, i };
static void swap(fn *v) { fn first = v[0]; v[0] = v[1]; v[1] = first; }
void hand(void) { swap(handed); }
void call_handed(void) { handed[0](); }

/* a struct is copied over another */
static struct ops copied[2] = { { 0, j }, { 0, k } };
void copy(void) { copied[0] = copied[1]; }
void call_copied(void) { copied[0].run(); }

/* a range, and what stands in two places */
static const fn ranged[8] = { [0 ... 6] = l, [7] = m };
void call_ranged(void) { ranged[3](); }
static const fn twice[3] = { n, o, n };
void call_twice(void) { twice[2](); }
void call_once(void) { twice[1](); }

/* of several dimensions, and in a struct: not told apart */
static const fn grid[2][2] = { { p, q }, { r, s } };
void call_grid(void) { grid[1][0](); }
struct set { fn v[2]; };
static const struct set sets[2] = { { { t, u } }, { { v, w } } };
void call_set(void) { sets[1].v[0](); }

/* a function that is in the array and comes by another way too */
static const fn only[2] = { x, a };
void call_other(int y) { fn z = y ? only[0] : only[1]; z(); }
