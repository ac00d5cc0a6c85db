/* SPDX-License-Identifier: MIT */
/* Pointers to whole arrays, and what they decay to. */
typedef void (*fn)(void);
struct ops { fn open, close; };

static void a(void) { }
static void b(void) { }
static void c(void) { }
static void d(void) { }
static void other(void) { }
static void o1(void) { }
static void o2(void) { }
static void o3(void) { }
static void o4(void) { }

static fn table[4] = { a, b };
static fn apart[4] = { other };
static fn rows[2][4] = { { a }, { b } };
static struct ops structs[2] = { { o1, o2 }, { o1, o2 } };
static struct ops structs_apart[2] = { { o3, o4 } };
static const struct ops *tabs[2] = { structs, structs + 1 };

/* a pointer to an array of functions */
void global_array(int i) { fn (*p)[4] = &table; (*p)[i](); }
void indexed(int i) { fn (*p)[4] = &table; p[0][i](); }
void of_rows(int i, int j) { fn (*p)[4] = rows; p[i][j](); }
void row_step(int j) { fn (*p)[4] = rows + 1; (*p)[j](); }
void deref_twice(void) { fn (*p)[4] = &table; (**p)(); }
void decayed(int i) { fn (*p)[4] = &table; fn *q = *p; q[i](); }
void arith(int i) { fn (*p)[4] = &table; (*(*p + i))(); }
/* stored through one */
static fn filled[4];
void fill(void) { fn (*p)[4] = &filled; (*p)[1] = c; }
void use_filled(int i) { filled[i](); }
static fn filled_row[2][4];
void fill_row(void) { fn (*p)[4] = filled_row; p[1][1] = d; }
void use_filled_row(int i) { filled_row[0][i](); }
/* as a parameter */
static void run_all(fn (*p)[4]) { (*p)[0](); }
void call_run_all(void) { run_all(&table); }
static void set_all(fn (*p)[4], fn f) { (*p)[0] = f; }
static fn by_param[4];
void call_set_all(void) { set_all(&by_param, c); }
void use_by_param(void) { by_param[0](); }
static void run_rows(fn p[][4], int i) { p[i][0](); }
void call_run_rows(void) { run_rows(rows, 1); }
/* of structs */
void structs_of(int i) { struct ops (*p)[2] = &structs; (*p)[i].open(); }
void structs_arrow(void) { struct ops (*p)[2] = &structs; (*p)->close(); }
void structs_indexed(int i) { struct ops (*p)[2] = &structs; p[0][i].open(); }
void structs_decayed(void) { struct ops (*p)[2] = &structs; struct ops *q = *p; q->open(); }
/* of pointers to structs */
void pointers_of(int i) { const struct ops *(*p)[2] = &tabs; (*p)[i]->open(); }
/* in a struct */
struct holder { fn (*tab)[4]; struct ops (*ops)[2]; };
static struct holder h = { &table, &structs };
void held(struct holder *x, int i) { (*x->tab)[i](); }
void held_structs(struct holder *x, int i) { (*x->ops)[i].close(); }
void call_held(void) { held(&h, 0); held_structs(&h, 0); }
/* to one past the last: &array + 1 */
void backwards(void) { fn *end = (fn *)(&table + 1); while (--end >= table) (*end)(); }
void to_end(void) { fn *q; for (q = table; q < *(&table + 1); q++) (*q)(); }
/* a function that returns one */
static fn (*get(void))[4] { return &table; }
void returned(int i) { (*get())[i](); }
/* an array in a struct, its address */
struct boxed { fn in[2]; fn alone; };
static struct boxed box = { { a, b }, other };
static struct boxed box2 = { { c }, d };
void in_struct(int i) { fn (*p)[2] = &box.in; (*p)[i](); }
void set_in_struct(void) { fn (*p)[2] = &box2.in; (*p)[1] = o1; }
void use_in_struct(void) { box2.in[1](); }
/* typedef of an array */
typedef fn four[4];
void typed(const four *p) { (*p)[0](); }
void call_typed(void) { typed(&table); }
/* a local array */
void local_array(int i) { fn l[2] = { a, b }; fn (*p)[2] = &l; (*p)[i](); }
/* a cast void pointer */
static void run_void(void *v, int i) { fn (*p)[4] = v; (*p)[i](); }
void call_run_void(void) { run_void(&table, 1); }
/* the index before the pointer */
void swapped(int i) { i[table](); }
static struct boxed *boxes;
void swapped_member(int i) { 1[boxes].alone(); i[box.in](); }	/* of any, and of one */
