/* SPDX-License-Identifier: MIT */
struct circle { int r; };
struct box { int w; };
typedef struct circle circle_t;
typedef struct box *box_ptr;
typedef void (*handler)(int);
typedef unsigned long word;
enum color { RED, GREEN };
union both { int i; };

static void on_circle(const void *p) { }
static void on_box(const void *p) { }
static void on_const_box(const void *p) { }
static void on_other(const void *p) { }
static void on_int(const void *p) { }
static void on_long(const void *p) { }
static void on_char(const void *p) { }
static void on_handler(const void *p) { }
static void on_string(const void *p) { }
static void on_union(const void *p) { }

#define shape(p) _Generic((p), struct circle *: on_circle, struct box *: on_box, \
			  const struct box *: on_const_box /* read only */, default: on_other)
#define draw(p) shape(p)(p)

void draw_circle(struct circle *c) { draw(c); }
void draw_circle_t(circle_t *c) { draw(c); }
void draw_box(struct box *b) { draw(b); }
void draw_box_ptr(box_ptr b) { draw(b); }
void draw_const_box(const struct box *b) { draw(b); }
void draw_volatile_box(volatile struct box *b) { draw((const void *)b); }
void draw_text(char *s) { draw(s); }

/* default first, typedefs, qualifiers of a value that do not count */
#define number(x) _Generic(x, default: on_other, int: on_int, word: on_long, char: on_char)
void number_int(const int i) { number(i)(0); }
void number_long(unsigned long n) { number(n)(0); }
void number_char(char c) { number(c)(0); }
void number_promoted(char c) { number(c + 1)(0); }
void number_double(double d) { number(d)(0); }
void number_enum(enum color c) { number((int)c)(0); }

/* functions and arrays decay */
static int numbers[4];
static void one_handler(int i) { }
#define decayed(x) _Generic((x), int *: on_int, void (*)(int): on_handler, char *: on_string, \
			    union both: on_union, int (*)[4]: on_long, default: on_other)
void decay_array(void) { decayed(numbers)(0); }
void decay_function(void) { decayed(one_handler)(0); }
void decay_typedef(handler h) { decayed(h)(0); }
void decay_string(void) { decayed("text")(0); }
void decay_union(union both u) { decayed(u)(0); }
void decay_address(void) { decayed(&numbers)(0); }
void decay_long(long n) { decayed(n)(0); }

/* nested, one inside the other's arm */
#define pair(a, b) _Generic((a), int: _Generic((b), int: on_int, default: on_long), default: on_other)
void pair_int_int(int a, int b) { pair(a, b)(0); }
void pair_int_long(int a, long b) { pair(a, b)(0); }
void pair_long_int(long a, int b) { pair(a, b)(0); }

/* calls in the arms, of one type each */
void arms(struct box *b)
{
	_Generic(b, struct circle *: on_circle(b), struct box *: on_box(b), default: on_other(b));
}

/* a table is filled by type */
struct ops { void (*show)(const void *p); };
static struct ops box_table = { .show = shape((struct box *)0) };
void show(void) { box_table.show(0); }

/* the arms come out of other macros: all that may be meant are named */
#define arms_of_shapes struct circle *: on_circle, struct box *: on_box
#define hidden(p) _Generic((p), arms_of_shapes, default: on_other)(p)
void draw_hidden(struct box *b) { hidden(b); }

/* the builtins behind it in older code */
#define is_int(x) __builtin_types_compatible_p(__typeof__(x), int)
#define choose(x) __builtin_choose_expr(is_int(x), on_int, \
	__builtin_choose_expr(__builtin_types_compatible_p(__typeof__(x), char), on_char, on_other))
void choose_int(int i) { choose(i)(0); }
void choose_char(char c) { choose(c)(0); }
void choose_long(long n) { choose(n)(0); }
void choose_call(int i) { __builtin_choose_expr(sizeof(i) == 4, on_int(0), on_long(0)); }
void branch_int(int i) { if (is_int(i)) on_int(0); else on_other(0); }
void branch_long(long n) { if (is_int(n)) on_int(0); else on_other(0); }
