/* SPDX-License-Identifier: MIT */
/* What asm() gives and writes is not known, unless a pointer goes into it. */
typedef void (*fn)(void);

static void a(void) { }
static void b(void) { }
static void c(void) { }

void called(void) { fn f = a; asm volatile("call *%0" : : "r" (f)); }

static fn out;
void set_out(void) { asm volatile("lea x(%%rip), %0" : "=r" (out)); }
void use_out(void) { out(); }

static fn in;
void set_in(void) { asm volatile("mov %1, (%0)" : : "r" (&in), "r" (b) : "memory"); }
void use_in(void) { in(); }

/* by nothing but asm() */
struct ops { long (*open)(int); };
static struct ops ops;
void set_ops(void) { asm volatile("" : : "r" (&ops) : "memory"); }
void use_ops(void) { ops.open(1); }
struct output { long (*open)(int); };
static struct output output;
void set_output(void) { asm volatile("mov x, %0" : "=m" (output)); }
void use_output(void) { output.open(1); }
struct kept { long (*open)(int); };
static struct kept kept;
void look_at(void) { asm volatile("prefetch %0" : : "m" (kept)); }
void use_kept(void) { kept.open(1); }

void local(void) { fn f; asm("mov x, %0" : "=r" (f)); f(); }
void local_address(void) { fn f = 0; asm("" : : "r" (&f) : "memory"); f(); }
void passed(void) { fn f; asm("" : "=r" (f) : "0" (c)); f(); }
void hidden(void) { fn f = b; asm("" : "=r" (f) : "0" (f)); f(); }
void changed(void) { fn f = a; asm("" : "+r" (f)); f(); }

/* bytes that nothing is known of */
void *memcpy(void *to, const void *from, unsigned long n);
struct loaded { long (*open)(int); };
static struct loaded loaded;
static char image[64];
void load(void) { memcpy(&loaded, image, sizeof(loaded)); }
void use_loaded(void) { loaded.open(1); }
