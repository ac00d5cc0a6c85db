/* SPDX-License-Identifier: MIT */
/* Pointers that travel as numbers. */
typedef void (*fn)(void);
typedef unsigned long ulong;
typedef unsigned long kernel_ulong_t;
typedef unsigned long uintptr_t;

static void n_a(void) { }
static void n_b(void) { }
static void n_c(void) { }
static void n_d(void) { }
static void n_e(void) { }
static void n_other(void) { }

struct info { fn setup; int n; };
struct id { int vendor; kernel_ulong_t driver_data; };
static const struct info info_a = { n_a, 1 };
static const struct info info_b = { n_b, 1 };
static const struct info unused = { n_other, 1 };
static const struct id ids[] = { { 1, (kernel_ulong_t)&info_a }, { 2, (kernel_ulong_t)&info_b }, { 0 } };
void probe(const struct id *id) { const struct info *i = (const struct info *)id->driver_data; i->setup(); }
void call_probe(void) { probe(&ids[0]); }
void probe_table(int n) { ((const struct info *)ids[n].driver_data)->setup(); }

/* a timer's data */
struct timer { void (*function)(ulong); ulong data; };
struct dev { fn poll; };
static struct dev device;
static void on_timer(ulong data) { struct dev *x = (struct dev *)data; x->poll(); }
static struct timer t;
void arm(void) { device.poll = n_c; t.function = on_timer; t.data = (ulong)&device; }
void fire(void) { t.function(t.data); }

/* a setter with a number */
static void setup_timer(struct timer *tm, void (*f)(ulong), ulong data) { tm->function = f; tm->data = data; }
static struct dev device2 = { n_d };
static void on_timer2(ulong data) { ((struct dev *)data)->poll(); }
static struct timer t2;
void arm2(void) { setup_timer(&t2, on_timer2, (ulong)&device2); }
void fire2(void) { t2.function(t2.data); }

/* a function as a number */
static ulong stored_fn;
void set_number(void) { stored_fn = (ulong)n_e; }
void call_number(void) { ((fn)stored_fn)(); }
/* with a tag */
static ulong tagged;
void set_tagged(void) { tagged = (ulong)&info_a | 1; }
void use_tagged(void) { ((const struct info *)(tagged & ~1UL))->setup(); }
/* through a local and arithmetic */
void local_number(void) { uintptr_t n = (uintptr_t)&info_b; const struct info *i = (void *)n; i->setup(); }
void local_round(void *p) { ulong n = (ulong)p; n &= ~15UL; ((struct info *)n)->setup(); }
/* through a result */
static ulong as_number(const struct info *i) { return (ulong)i; }
void use_result(void) { ((const struct info *)as_number(&info_b))->setup(); }
/* a number that is none */
static ulong count;
void set_count(void) { count = 5; }
void use_count(void) { ((fn)count)(); }
/* int: too narrow, no pointer */
static int narrow;
void set_narrow(void) { narrow = (int)(ulong)&unused; }
/* marked as it is stored, a function too; made unreadable */
static ulong marked, hidden, flags_only;
void set_marked(void) { marked = (ulong)n_a | 2; }
void use_marked(void) { ((fn)(marked & ~3UL))(); }
static ulong key;
void set_hidden(void) { hidden = (ulong)n_b ^ key; }
void use_hidden(void) { ((fn)(hidden ^ key))(); }
/* counted with, but no address */
void set_flags(ulong n) { flags_only = 5 | 2; }
void use_flags(void) { ((fn)(flags_only & ~3UL))(); }
