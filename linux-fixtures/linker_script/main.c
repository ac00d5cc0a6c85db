/* SPDX-License-Identifier: MIT */
/* Which section is behind a symbol stands in the tree's linker script alone. */
typedef void (*fn)(void);
#define SECTION(s) __attribute__((used, section(s)))
struct ops { fn run; };
struct hook { const char *name; fn call; };

static void a(void) { }
static void b(void) { }
static void c(void) { }
static void d(void) { }
static void e(void) { }
static void f(void) { }
static void g(void) { }

static fn p1 SECTION(".fns.first") = a;
static fn p2 SECTION(".fns.second.1") = b;
static struct hook h1 SECTION(".hk_one") = { "1", c };
static struct hook h2 SECTION(".other") = { "2", d };
static struct hook h3 SECTION(".late.x") = { "3", e };
static struct ops o1 SECTION(".cpu") = { f };
static struct ops o2 SECTION(".tab.o") = { g };
static struct ops *r1 SECTION(".refs") = &o2;

extern fn start_of_all[], end_of_all[], second_part[];
extern struct hook hooks_begin[], hooks_end[], odd_begin[], odd_end[], late_hooks[], nothing_here[];
extern char cpu_image[], cpu_image_end[];
extern struct ops *refs_begin[];
extern fn plain_number[];

void run_all(void) { fn *p; for (p = start_of_all; p < end_of_all; p++) (*p)(); }
void run_second(void) { fn *p; for (p = second_part; p < end_of_all; p++) (*p)(); }
void run_hooks(void) { struct hook *h; for (h = hooks_begin; h < hooks_end; h++) h->call(); }
void run_odd(void) { struct hook *h; for (h = odd_begin; h < odd_end; h++) h->call(); }
void run_late(void) { late_hooks[0].call(); }
void run_nothing(void) { nothing_here[0].call(); }
void run_refs(void) { refs_begin[0]->run(); }

void *memcpy(void *to, const void *from, unsigned long n);
void *area(void);
struct cell { void (*never)(long); };
struct cell *cell_of(void);
static struct cell the_cell;
void copy_image(void) { memcpy(area(), cpu_image, cpu_image_end - cpu_image); }
void run_cell(void) { the_cell.never(1); }

/* a section of texts that nothing is put into: its places may be handed to anybody */
extern const char *const formats_begin[];
struct note { void (*show)(short); };
static void (*shown)(void *);
static void show_note(void *v) { struct note *n = v; n->show(1); }
void use_show(void) { shown = show_note; shown((void *)formats_begin[1]); }
/* one of structs may be filled by assembler */
extern struct note notes_begin[];
void run_note(void) { notes_begin[0].show(1); }
