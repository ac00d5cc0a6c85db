/* SPDX-License-Identifier: MIT */
/* Functions kept as numbers, from number to number. */
typedef void (*fn)(void);
typedef unsigned long ulong;
static void a(void) { }
static void b(void) { }
static void c(void) { }
static void d(void) { }
static void e(void) { }
static void f(void) { }
static void g(void) { }
static void h(void) { }
static void i1(void) { }
static void j(void) { }
static void other(void) { }
/* setter by number */
static ulong s1;
static void set1(ulong x) { s1 = x; }
void init1(void) { set1((ulong)a); }
void run1(void) { ((fn)s1)(); }
/* field by number, set through a parameter */
struct s { ulong cb; int n; };
static void set2(struct s *s, ulong cb) { s->cb = cb; }
static struct s x2;
void init2(void) { set2(&x2, (ulong)b); }
void run2(void) { ((fn)x2.cb)(); }
/* through another number */
static ulong s3, s3b;
void init3(void) { s3 = (ulong)c; }
void copy3(void) { s3b = s3; }
void run3(void) { ((fn)s3b)(); }
/* through a local number */
void run4(void) { ulong l = (ulong)d; ulong m = l; ((fn)m)(); }
/* returned number */
static ulong get5(void) { return (ulong)e; }
void run5(void) { ulong v = get5(); ((fn)v)(); }
static ulong pass5(ulong v) { return v; }
void run5b(void) { ((fn)pass5((ulong)e))(); }
/* an array of numbers */
static ulong tab6[] = { (ulong)f, (ulong)g };
void run6(int i) { ((fn)tab6[i])(); }
/* of structs with numbers, syscall like */
struct ent { const char *n; ulong h; };
static const struct ent tab7[] = { { "a", (ulong)h }, { "b", (ulong)i1 } };
void run7(const char *n) { const struct ent *x; for (x = tab7; x->n; x++) ((fn)x->h)(); }
/* long long, uintptr_t, void * detour */
static unsigned long long ll8;
void init8(void) { ll8 = (ulong)j; }
void run8(void) { ((fn)(ulong)ll8)(); }
/* arithmetic */
static ulong s9;
void init9(void) { s9 = (ulong)a + 4; }
void run9(void) { ((fn)(s9 - 4))(); }
/* tagged list */
static void run10(ulong v) { fn p = (fn)(v & ~3UL); p(); }
void call10(void) { run10((ulong)b | 1); }
/* memory behind a pointer to a number */
static void put11(ulong *p, ulong v) { *p = v; }
static ulong s11;
void init11(void) { put11(&s11, (ulong)c); }
void run11(void) { ((fn)s11)(); }
/* local array */
void run12(int k) { ulong t[2] = { (ulong)d, (ulong)e }; ((fn)t[k])(); }
/* conditional */
void run13(int k) { ulong t = k ? (ulong)f : (ulong)g; ((fn)t)(); }
/* in a union with a number in a struct passed by value */
struct val { ulong v; };
static void run14(struct val v) { ((fn)v.v)(); }
void call14(void) { struct val v = { (ulong)h }; run14(v); }
/* int: narrow; call is of nothing */
static ulong never;
void set_never(void) { never = 3; }
void run_never(void) { ((fn)never)(); }
/* atomic_long / cmpxchg-like */
static ulong s15;
void init15(void) { __atomic_store_n(&s15, (ulong)i1, 0); }
void run15(void) { ((fn)__atomic_load_n(&s15, 0))(); }
void init16(ulong v) { __atomic_store_n(&s15, v, 0); }
