/* SPDX-License-Identifier: MIT */
/* Copies between structs of unlike types whose fields lie at the same places. */
typedef void (*fn)(void);
void *memcpy(void *d, const void *s, unsigned long n);

static void a(void) { }
static void b(void) { }
static void c(void) { }
static void d(void) { }
static void e(void) { }
static void f(void) { }
static void g(void) { }
static void h(void) { }

/* the same layout under another name */
struct pub { fn open, close; };
struct priv { fn start, stop; };
static const struct pub from1 = { a, b };
static struct priv to1;
void copy1(void) { memcpy(&to1, &from1, sizeof(to1)); }
void use1_start(void) { to1.start(); }
void use1_stop(void) { to1.stop(); }

/* a part of a longer struct, from its first field on */
struct head { fn first, second; };
struct whole { fn one, two, three; };
static struct head from2 = { c, d };
static struct whole to2 = { .three = e };
void copy2(void) { memcpy(&to2, &from2, sizeof(from2)); }
void use2_one(void) { to2.one(); }
void use2_two(void) { to2.two(); }
void use2_three(void) { to2.three(); }

/* at an offset: into the middle */
struct outer { long pad; fn in1, in2; fn last; };
static struct outer to3;
void copy3(void) { memcpy(&to3.in1, &from1, sizeof(from1)); }
void use3_in1(void) { to3.in1(); }
void use3_in2(void) { to3.in2(); }
void use3_last(void) { to3.last(); }

/* by assignment through a cast */
static struct pub from4 = { f, g };
static struct priv to4;
void copy4(void) { *(struct pub *)&to4 = from4; }
void use4_start(void) { to4.start(); }
void use4_stop(void) { to4.stop(); }

/* from a tail of a struct: a group of fields */
struct src6 { long id; fn x, y; };
struct dst6 { fn x, y; };
static struct src6 from6 = { 1, b, c };
static struct dst6 to6;
void copy6(void) { memcpy(&to6, &from6.x, sizeof(to6)); }
void use6_x(void) { to6.x(); }
void use6_y(void) { to6.y(); }

/* nested: the struct within the other is what is alike */
struct mid { struct pub ops; int n; };
struct mid2 { struct priv ops; int n; };
static struct mid from7 = { { d, e }, 1 };
static struct mid2 to7;
void copy7(void) { memcpy(&to7, &from7, sizeof(to7)); }
void use7_start(void) { to7.ops.start(); }
void use7_stop(void) { to7.ops.stop(); }

/* through pointers in functions */
static void copy8(struct priv *p, const struct pub *q) { memcpy(p, q, sizeof(*p)); }
static struct priv to8;
static const struct pub from8 = { h, a };
void call8(void) { copy8(&to8, &from8); }
void use8_start(void) { to8.start(); }
void use8_stop(void) { to8.stop(); }
/* by fields of an array */
static fn arr9[2] = { f, g };
static struct pub to9;
void copy9(void) { memcpy(&to9, arr9, sizeof(to9)); }
void use9(void) { to9.open(); }
static fn arr10[2];
void copy10(void) { memcpy(arr10, &from8, sizeof(arr10)); }
void use10(int i) { arr10[i](); }

/* looked at as a struct of another type: not followed, and not empty */
struct seen_as { int (*begin)(int), (*end)(int); };
struct other_name { int (*start)(int), (*stop)(int); };
static int i_begin(int x) { return x; }
static int i_end(int x) { return x; }
static struct seen_as seen = { i_begin, i_end };
void cast_of_address(void) { ((struct other_name *)&seen)->stop(1); }
static void cast_of_pointer(void *v) { struct other_name *p = v; p->start(1); }
void call_cast(void) { cast_of_pointer(&seen); }
struct never { long (*none)(long); };
static void cast_never(struct never *p) { p->none(1); }
void call_never(void) { static struct never n; cast_never(&n); }
