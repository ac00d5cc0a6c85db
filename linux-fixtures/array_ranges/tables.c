/* SPDX-License-Identifier: MIT */
/* Elements that an initialiser names twice, by ranges too: what remains of the first value, and where. */
typedef void (*fn)(void);
static void d(void) {} static void a(void) {} static void b(void) {} static void c(void) {}
static fn const tab[16] = { [0 ... 15] = d, [3] = a, [5 ... 6] = b, [6] = c };
fn gtab[8] = { [0 ... 7] = d, [0 ... 7] = a, [2] = b };
void t3(void) { tab[3](); }
void t5(void) { tab[5](); }
void t6(void) { tab[6](); }
void t0(void) { tab[0](); }
void any(int i) { tab[i](); }
void g2(void) { gtab[2](); }
void gany(int i) { gtab[i](); }
struct o { fn f, g; };
static const struct o ot[4] = { [0 ... 3] = { d, a }, [1] = { .f = b }, [2].g = c };
void o0(void) { ot[0].f(); }
void o1f(void) { ot[1].f(); }
void o1g(void) { ot[1].g(); }
void o2f(void) { ot[2].f(); }
void o2g(void) { ot[2].g(); }
static struct o so = { .f = a, .g = b, .f = c };
void sf(void) { so.f(); }
enum { NUM = 1 };
static fn const mixed[4] = { a, b, [0] = c, [NUM] = d };
void m0(void) { mixed[0](); }
void m1(void) { mixed[NUM](); }
void many(int i) { mixed[i](); }
static int calls(void) { return 1; }
void local(void) { int t[3] = { [0 ... 2] = calls() }; (void)t; }
static fn const big[100] = { [0 ... 99] = d, [3] = a };
void big3(void) { big[3](); }
struct in { fn h[3]; }; static const struct in ni[2] = { [0 ... 1].h[1] = a, [1].h = { b } };
void n0(void) { ni[0].h[1](); }
void n1(void) { ni[1].h[0](); }
