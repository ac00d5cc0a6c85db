/* SPDX-License-Identifier: MIT */
/*
 * Small sources through libclang: what facts come out. One file, though long:
 * every test needs the helpers at its top.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "frontend/wire.h"
#include "worker/tu.h"

struct world {
	char dir[64];
	struct arena a;
	struct walk_knowledge k;	/* as a worker has it: through the pipe's bytes */
	struct compdb db;
	struct tu_parser *tp;
	struct tu_facts f;
	struct strbuf err;
	uint32_t body;		/* the one asked about */
};

/* Tells the walk what the pool tells a worker, and nothing else. */
static void greet(struct world *w)
{
	struct strbuf hello = STRBUF_INIT, err = STRBUF_INIT;
	struct knowledge all;
	struct compdb db;

	assert_int_equal(knowledge_init(&all, NULL, NULL, &err), 0);
	compdb_init(&db);
	db.tree = db.build = w->dir;
	wire_put_hello(&hello, &db, &all);
	arena_init(&w->a);
	compdb_init(&w->db);
	assert_int_equal(wire_get_hello(hello.buf + 4, hello.len - 4, &w->a, &w->db, &w->k), 0);
	assert_int_equal(w->k.nr_section, all.nr_section);
	compdb_release(&db);
	knowledge_release(&all);
	strbuf_release(&hello);
}

static int setup(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));

	strcpy(w->dir, "/tmp/kpath-test-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	greet(w);
	w->tp = tu_parser_new(&w->k);
	facts_init(&w->f);
	strbuf_init(&w->err);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(dir_remove_all(w->dir, &err), 0);
	facts_release(&w->f);
	tu_parser_free(w->tp);
	compdb_release(&w->db);
	arena_release(&w->a);
	strbuf_release(&w->err);
	free(w);
	return 0;
}

static void put(struct world *w, const char *name, const char *text)
{
	struct strbuf path = STRBUF_INIT, err = STRBUF_INIT;

	path_join(&path, w->dir, name);
	assert_int_equal(file_write_atomic(path.buf, text, strlen(text), &err), 0);
	strbuf_release(&path);
}

static int parse_file(struct world *w, const char *name, unsigned flags)
{
	static const char *argv[] = { "-std=gnu11", "-O2", "-ffreestanding", NULL };
	struct strbuf path = STRBUF_INIT;
	struct compile_command cmd = {
		.file = name, .dir = w->dir, .object = "", .unit = "program",
		.argv = argv, .argc = 3,
	};
	int ret;

	path_join(&path, w->dir, name);
	cmd.path = path.buf;
	strbuf_clear(&w->err);
	ret = tu_parse(w->tp, &cmd, &w->db, flags, NULL, &w->f, NULL, &w->err);
	strbuf_release(&path);
	return ret;
}

static void parse(struct world *w, const char *text)
{
	put(w, "t.c", text);
	if (parse_file(w, "t.c", 0))
		fail_msg("%s", w->err.buf);
	if (w->f.error)
		fail_msg("%s", facts_str(&w->f, w->f.error));
}

/* ---- looking at facts ---------------------------------------------------------- */

static int is_text(struct world *w, uint32_t val, const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	int same;

	facts_val_text(&w->f, val, &sb);
	same = !strcmp(sb.buf, text);
	strbuf_release(&sb);
	return same;
}

static void print_bodies(struct world *w)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t i, j;

	for (i = 0; i < w->f.nr_body; i++) {
		const struct tu_body *b = &w->f.body[i];

		strbuf_addf(&sb, "%s:\n", facts_str(&w->f, w->f.sym[b->sym].name));
		for (j = b->call; j < b->call + b->nr_calls; j++) {
			strbuf_addf(&sb, "  %u call ", w->f.call[j].line);
			facts_val_text(&w->f, w->f.call[j].callee, &sb);
			strbuf_addch(&sb, '\n');
		}
		for (j = b->store; j < b->store + b->nr_stores; j++) {
			strbuf_addf(&sb, "  %u store ", w->f.store[j].line);
			facts_val_text(&w->f, w->f.store[j].dst, &sb);
			strbuf_addstr(&sb, " = ");
			facts_val_text(&w->f, w->f.store[j].src, &sb);
			strbuf_addch(&sb, '\n');
		}
	}
	print_message("%s", sb.buf);
	strbuf_release(&sb);
}

static uint32_t sym_id(struct world *w, const char *name)
{
	uint32_t i;

	for (i = 1; i < w->f.nr_sym; i++)
		if (!strcmp(facts_str(&w->f, w->f.sym[i].name), name))
			return i;
	fail_msg("no symbol %s", name);
	return 0;
}

static const struct tu_sym *sym(struct world *w, const char *name)
{
	return &w->f.sym[sym_id(w, name)];
}

static void in_body(struct world *w, const char *name)
{
	uint32_t i;

	for (i = 0; i < w->f.nr_body; i++)
		if (!strcmp(facts_str(&w->f, w->f.sym[w->f.body[i].sym].name), name)) {
			w->body = i;
			return;
		}
	fail_msg("no body of %s", name);
}

static const struct tu_call *call_or_null(struct world *w, const char *callee)
{
	const struct tu_body *b = &w->f.body[w->body];
	uint32_t i;

	for (i = b->call; i < b->call + b->nr_calls; i++)
		if (is_text(w, w->f.call[i].callee, callee))
			return &w->f.call[i];
	return NULL;
}

static const struct tu_call *call(struct world *w, const char *callee)
{
	const struct tu_call *c = call_or_null(w, callee);

	if (!c) {
		print_bodies(w);
		fail_msg("no call of %s", callee);
	}
	return c;
}

static const struct tu_store *store_or_null(struct world *w, const char *dst, const char *src)
{
	const struct tu_body *b = &w->f.body[w->body];
	uint32_t i;

	for (i = b->store; i < b->store + b->nr_stores; i++)
		if (is_text(w, w->f.store[i].dst, dst) && is_text(w, w->f.store[i].src, src))
			return &w->f.store[i];
	return NULL;
}

static const struct tu_store *store(struct world *w, const char *dst, const char *src)
{
	const struct tu_store *s = store_or_null(w, dst, src);

	if (!s) {
		print_bodies(w);
		fail_msg("no store %s = %s", dst, src);
	}
	return s;
}

static void check_arg(struct world *w, const struct tu_call *c, uint32_t i, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	assert_true(i < c->nr_args);
	facts_val_text(&w->f, w->f.arg[c->arg + i], &sb);
	assert_string_equal(sb.buf, text);
	strbuf_release(&sb);
}

/* The chain from the outermost guard inwards: "p true; q->n == FOO". */
static void check_guards(struct world *w, uint32_t guard, const char *want)
{
	static const char *const rel[] = { "?", "==", "!=", "<", "<=", ">", ">=", "true",
		"false", "in", "not in", "any", "none" };
	struct strbuf all = STRBUF_INIT;
	uint32_t i;

	for (; guard; guard = w->f.guard[guard].parent) {
		const struct tu_guard *g = &w->f.guard[guard];
		struct strbuf sb = STRBUF_INIT;

		if (g->rel == GUARD_OPAQUE) {
			strbuf_addf(&sb, "%s\"%s\"", g->flags & GUARDF_NEGATED ? "not " : "",
				    facts_str(&w->f, g->text));
		} else {
			facts_val_text(&w->f, g->subject, &sb);
			strbuf_addf(&sb, " %s", rel[g->rel]);
		}
		for (i = 0; i < g->nr; i++) {
			strbuf_addch(&sb, i ? ',' : ' ');
			facts_val_text(&w->f, w->f.gconst[g->first + i], &sb);
		}
		if (all.len) {
			strbuf_addstr(&sb, "; ");
			strbuf_addstr(&sb, all.buf);
		}
		strbuf_release(&all);
		all = sb;
	}
	assert_string_equal(all.buf, want);
	strbuf_release(&all);
}

/* ---- calls ------------------------------------------------------------------------ */

static void test_calls(void **state)
{
	struct world *w = *state;
	const struct tu_call *c;

	parse(w,
		"struct sock; struct ops { int (*go)(struct sock *, int); };\n"
		"struct sock { const struct ops *ops; struct ops own; };\n"
		"typedef void (*fn_t)(void);\n"
		"fn_t tab[4]; void far(int, int); void a(void); void b(void);\n"
		"int f(struct sock *sk, fn_t cb, int n)\n"
		"{\n"
		"	fn_t l = n ? a : b;\n"
		"	far(1, n);\n"
		"	sk->ops->go(sk, 2);\n"
		"	(*sk->own.go)(sk, 3);\n"
		"	tab[n]();\n"
		"	tab[2]();\n"
		"	cb();\n"
		"	l();\n"
		"	(n ? a : tab[1])();\n"
		"	return sk->ops->go(sk, 9);\n"
		"}\n");
	in_body(w, "f");
	c = call(w, "far");
	assert_int_equal(c->line, 8);
	assert_int_equal(c->col, 2);
	assert_int_equal(c->file, 0);
	assert_int_equal(c->macro, 0);
	check_arg(w, c, 0, "1");
	check_arg(w, c, 1, "n");
	c = call(w, "sk->ops->go");
	assert_int_equal(c->line, 9);
	assert_string_equal(facts_str(&w->f, c->sig), "int (struct sock *, int)");
	check_arg(w, c, 0, "sk");
	assert_int_equal(call(w, "sk->own.go")->line, 10);
	assert_int_equal(call(w, "tab[]")->line, 11);
	assert_int_equal(call(w, "tab[2]")->line, 12);
	assert_int_equal(call(w, "cb")->line, 13);
	assert_int_equal(call(w, "l")->line, 14);
	assert_int_equal(call(w, "{a | tab[1]}")->line, 15);
	store(w, "l", "{a | b}");
	assert_int_equal(store(w, "f()", "sk->ops->go()")->flags, STOREF_RETURN);
	assert_true(sym(w, "tab")->flags & SYM_ARRAY);
	assert_int_equal(sym(w, "f")->nparams, 3);
	assert_int_equal(sym(w, "f")->end_line, 17);
	assert_int_equal(sym(w, "a")->flags & SYM_DEFINED, 0);
	assert_true(sym(w, "f")->flags & SYM_DEFINED);
}

static void test_access_macros(void **state)
{
	struct world *w = *state;

	parse(w,
		"#define __unqual(x) typeof(_Generic((x), char: (char)0, int: (int)0,"
		" default: (x)))\n"
		"#define READ_ONCE(x) ({ do { _Static_assert(sizeof(x), \"\"); } while (0);"
		" (*(const volatile __unqual(x) *)&(x)); })\n"
		"#define WRITE_ONCE(x, v) do { *(volatile typeof(x) *)&(x) = (v); } while (0)\n"
		"#define rcu_assign_pointer(p, v) do { unsigned long _v = (unsigned long)(v);"
		" if (__builtin_constant_p(v) && _v == 0) WRITE_ONCE(p, (typeof(p))_v);"
		" else do { __asm__ volatile(\"\"); WRITE_ONCE(*&p, (typeof(*(v)) *)_v);"
		" } while (0);"
		" } while (0)\n"
		"#define rcu_dereference(p) ({ typeof(*(p)) *_p = (typeof(*(p)) *)READ_ONCE(p);"
		" (typeof(*(p)) *)_p; })\n"
		"struct sock { void (*ready)(struct sock *); int state; struct sock *next; };\n"
		"struct sock *head;\n"
		"void g(struct sock *sk)\n"
		"{\n"
		"	READ_ONCE(sk->ready)(sk);\n"
		"	WRITE_ONCE(sk->state, 3);\n"
		"	rcu_assign_pointer(head, sk);\n"
		"	rcu_dereference(head)->ready(sk);\n"
		"	WRITE_ONCE(sk->next->next, ((void *)0));\n"
		"}\n");
	in_body(w, "g");
	assert_int_equal(call(w, "sk->ready")->line, 10);
	assert_int_equal(call(w, "sk->ready")->macro, 0);
	assert_int_equal(store(w, "sk->state", "3")->line, 11);
	assert_string_equal(facts_str(&w->f, store(w, "sk->state", "3")->macro), "WRITE_ONCE");
	store(w, "sk->next->next", "NULL");
	store(w, "head", "_v");
	store(w, "_v", "sk");
	store(w, "_p", "head");
	assert_int_equal(call(w, "_p->ready")->line, 13);
}

static void test_macros(void **state)
{
	struct world *w = *state;
	const struct tu_call *c;
	const struct tu_body *b;
	uint32_t i, direct = 0, pointer = 0;

	put(w, "h.h", "static inline void low(int x) { extern void lowest(void); lowest(); }\n");
	parse(w,
		"#include \"h.h\"\n"
		"void real(int); int f1(int); int f2(int);\n"
		"#define wrap(x) do { real(x); } while (0)\n"
		"#define outer(x) wrap(x)\n"
		"#define INDIRECT_CALL_1(f, f1, ...) ({ typeof(f) __f = (f);"
		" __builtin_expect(!!(__f == f1), 1) ? f1(__VA_ARGS__) : __f(__VA_ARGS__); })\n"
		"#define INDIRECT_CALL_2(f, f2, f1, ...) ({ typeof(f) __g = (f);"
		" __builtin_expect(!!(__g == f2), 1) ? f2(__VA_ARGS__) :"
		" INDIRECT_CALL_1(__g, f1, __VA_ARGS__); })\n"
		"struct o { int (*p)(int); };\n"
		"#define TAGA 4\n"
		"enum e { ENUMB = 5 };\n"
		"int m(struct o *o)\n"
		"{\n"
		"	outer(\n"
		"		1);\n"
		"	low(TAGA);\n"
		"	real(ENUMB);\n"
		"	real(TAGA | 1);\n"
		"	return INDIRECT_CALL_2(o->p, f2, f1, 7);\n"
		"}\n");
	in_body(w, "m");
	c = call(w, "real");
	assert_int_equal(c->line, 12);
	assert_string_equal(facts_str(&w->f, c->macro), "outer");
	c = call(w, "low");
	assert_int_equal(c->macro, 0);
	check_arg(w, c, 0, "TAGA");
	assert_int_equal(w->f.val[w->f.arg[c->arg]].num, 4);
	b = &w->f.body[w->body];
	for (i = b->call; i < b->call + b->nr_calls; i++) {
		c = &w->f.call[i];
		if (!(c->flags & CALLF_INDIRECT_CALL))
			continue;
		assert_int_equal(c->line, 17);
		assert_string_equal(facts_str(&w->f, c->macro), "INDIRECT_CALL_2");
		if (w->f.val[c->callee].kind == VAL_FUNC)
			direct++;
		else
			pointer++;
	}
	assert_int_equal(direct, 2);
	assert_int_equal(pointer, 1);
	store(w, "__g", "o->p");
	in_body(w, "low");	/* of a header, because it is called */
	assert_int_equal(call(w, "lowest")->line, 1);
	assert_true(sym(w, "low")->flags & SYM_HEADER);
	assert_true(sym(w, "low")->flags & SYM_INLINE);
	assert_string_equal(facts_str(&w->f, sym(w, "low")->path), "h.h");
}

static void test_written_in_argument(void **state)
{
	struct world *w = *state;
	const struct tu_call *c;

	parse(w,
		"#define unlikely(x) __builtin_expect(!!(x), 0)\n"
		"#define both(a, b) do { a; b; } while (0)\n"
		"#define made() made_by_macro()\n"
		"int one(int); void two(void); void made_by_macro(void);\n"
		"int f(int x)\n"
		"{\n"
		"	if (unlikely(\n"
		"	    one(x)))\n"
		"		return 1;\n"
		"	both(two(),\n"
		"	     made());\n"
		"	return 0;\n"
		"}\n");
	in_body(w, "f");
	c = call(w, "one");
	assert_int_equal(c->line, 8);
	assert_int_equal(c->macro, 0);
	c = call(w, "two");
	assert_int_equal(c->line, 10);
	assert_int_equal(c->macro, 0);
	c = call(w, "made_by_macro");
	assert_int_equal(c->line, 11);
	assert_string_equal(facts_str(&w->f, c->macro), "made");
}

static void test_decided_branches(void **state)
{
	struct world *w = *state;

	parse(w,
		"#define OFF 0\n"
		"void a(void); void b(void); void c(void); void d(void); void e(void);"
		" void g(void);\n"
		"void f(long x)\n"
		"{\n"
		"	if (OFF && x)\n"
		"		a();\n"
		"	else\n"
		"		b();\n"
		"	switch (sizeof(x)) {\n"
		"	case 4: c(); break;\n"
		"	case 8: d(); break;\n"
		"	default: e();\n"
		"	}\n"
		"	if (0) {\n"
		"out:\n"
		"		g();\n"
		"	}\n"
		"	if (x)\n"
		"		goto out;\n"
		"}\n");
	in_body(w, "f");
	assert_null(call_or_null(w, "a"));
	check_guards(w, call(w, "b")->guard, "");
	assert_null(call_or_null(w, "c"));
	check_guards(w, call(w, "d")->guard, "");
	assert_null(call_or_null(w, "e"));
	call(w, "g");
}

static void test_byte_order(void **state)
{
	struct world *w = *state;
	const struct tu_store *s;

	parse(w,
		"#define ETH_P_IP 0x0800\n"
		"#define htons(x) (unsigned short)(__builtin_constant_p(x) ?"
		" (unsigned short)(((x) & 0xff) << 8 | ((x) & 0xff00) >> 8)"
		" : __builtin_bswap16(x))\n"
		"#define ntohs(x) __builtin_bswap16(x)\n"
		"struct p { unsigned short type, x; };\n"
		"struct p p = { .type = ntohs(ETH_P_IP), .x = ETH_P_IP };\n");
	in_body(w, "p");
	s = store(w, "p.type", "ETH_P_IP");
	assert_int_equal(w->f.val[s->src].num, 0x800);
	assert_string_equal(facts_str(&w->f, s->macro), "ntohs");
	assert_int_equal(store(w, "p.x", "ETH_P_IP")->macro, 0);
}

static void test_unused_headers(void **state)
{
	struct world *w = *state;
	uint32_t i;

	put(w, "h.h", "void x(void); static inline void unused(void) { x(); }\n"
	       "static inline void used(void) { x(); }\n"
	       "static void (*const table[])(void) = { x };\n"
	       "static inline void by_address(void) { table[0](); }\n");
	parse(w, "#include \"h.h\"\nvoid (*p)(void) = by_address;\nvoid f(void) { used(); }\n");
	for (i = 0; i < w->f.nr_body; i++)
		assert_string_not_equal(facts_str(&w->f, w->f.sym[w->f.body[i].sym].name),
					"unused");
	in_body(w, "used");
	in_body(w, "by_address");
	in_body(w, "table");
	store(w, "table[0]", "x");
}

/* ---- initialisers -------------------------------------------------------------------- */

#define INIT_TYPES \
	"void f0(void); void f1(void); void f2(void); void f3(void); typedef void (*fn)(void);\n" \
	"struct in { fn a; fn b; int n; };\n" \
	"struct out { const char *name; struct in in; fn tab[4]; const struct in *to; int n;\n" \
	"	union { fn u1; int u2; }; struct { fn s1; int s2; } sub; };\n"

static void test_initialisers(void **state)
{
	struct world *w = *state;
	const struct tu_store *s;

	parse(w, INIT_TYPES
		"static const struct in x = { .b = f1, .a = f0 };\n"	/* 5 */
		"struct in pos = { f0, f1, 7 };\n"
		"struct out des = {\n"
		"	.name = \"des\",\n"
		"	.in = { .b = (fn)(void *)f2 },\n"
		"	.in.a = f1,\n"
		"	.tab = { f0, [2] = f2, f3 },\n"
		"	.to = &x,\n"
		"	.u1 = f3,\n"
		"	.sub = { f1, 4 },\n"
		"};\n"
		"struct in elided[2] = { f0, f1, 2, f2, f3, 4 };\n"	/* 16 */
		"fn range[8] = { [0 ... 3] = f0, [5] = f1, f2 };\n"
		"fn long_range[80] = { [0 ... 70] = f0, [2] = f1 };\n"
		"struct out flat = { \"flat\", f0, f1, 1, { f2 }, &x, 5, f3 };\n"
		"const struct in *ptrs[] = { &x, &pos, 0 };\n"
		"struct in two[] = { [1] = { .n = 3, .a = f1 }, { .a = f2 } };\n"
		"const char *words[] = { \"a\", \"b\" };\n"
		"struct in nested[2][2] = { { { f0 }, { f1 } }, { { .a = f2 } } };\n"
		"fn one = f3; fn none = 0; struct in *heir = (struct in *)&des.in;\n"
		"struct in desnest[4] = { [2].a = f0, [2].b = f1 };\n");
	in_body(w, "x");
	s = store(w, "x.b", "f1");
	assert_int_equal(s->line, 5);
	assert_int_equal(s->cls, TYPE_FUNC_PTR);
	assert_true(s->flags & STOREF_INIT);
	store(w, "x.a", "f0");
	assert_true(sym(w, "x")->flags & SYM_CONST);
	assert_int_equal(sym(w, "x")->linkage, LINK_INTERNAL);
	in_body(w, "pos");
	store(w, "pos.a", "f0");
	store(w, "pos.b", "f1");
	store(w, "pos.n", "7");
	assert_int_equal(sym(w, "pos")->flags & SYM_CONST, 0);
	in_body(w, "des");
	assert_int_equal(store(w, "des.in.a", "f1")->line, 10);
	store(w, "des.in.b", "f2");
	store(w, "des.tab[0]", "f0");
	store(w, "des.tab[2]", "f2");
	store(w, "des.tab[3]", "f3");
	store(w, "des.to", "&x");
	store(w, "des.u1", "f3");
	store(w, "des.sub.s1", "f1");
	store(w, "des.sub.s2", "4");
	in_body(w, "elided");
	store(w, "elided[0].a", "f0");
	store(w, "elided[0].n", "2");
	store(w, "elided[1].a", "f2");
	store(w, "elided[1].b", "f3");
	in_body(w, "range");
	store(w, "range[0]", "f0");
	store(w, "range[3]", "f0");
	assert_null(store_or_null(w, "range[4]", "f0"));
	assert_null(store_or_null(w, "range[]", "f0"));
	store(w, "range[5]", "f1");
	store(w, "range[6]", "f2");
	in_body(w, "long_range");
	store(w, "long_range[]", "f0");
	store(w, "long_range[2]", "f1");
	in_body(w, "flat");
	store(w, "flat.in.a", "f0");
	store(w, "flat.in.b", "f1");
	store(w, "flat.in.n", "1");
	store(w, "flat.tab[0]", "f2");
	store(w, "flat.to", "&x");
	store(w, "flat.n", "5");
	store(w, "flat.u1", "f3");
	in_body(w, "ptrs");
	store(w, "ptrs[0]", "&x");
	store(w, "ptrs[1]", "&pos");
	store(w, "ptrs[2]", "NULL");
	in_body(w, "two");
	store(w, "two[1].a", "f1");
	store(w, "two[2].a", "f2");
	in_body(w, "nested");
	store(w, "nested[0][0].a", "f0");
	store(w, "nested[0][1].a", "f1");
	store(w, "nested[1][0].a", "f2");
	in_body(w, "one");
	store(w, "one", "f3");
	in_body(w, "none");
	store(w, "none", "NULL");
	in_body(w, "heir");
	store(w, "heir", "&des.in");
	in_body(w, "desnest");
	store(w, "desnest[2].a", "f0");
	store(w, "desnest[2].b", "f1");
}

static void test_compound_literals(void **state)
{
	struct world *w = *state;
	const struct tu_call *c;
	const struct tu_store *s;
	uint32_t lit;

	parse(w, INIT_TYPES
		"struct out t = { .to = &(struct in){ .a = f1 }, .in = (struct in){ f2, f3 } };\n"
		"struct hot { struct in p; } hot;\n"
		"void take(const struct in *);\n"
		"const struct in **list = (const struct in *[]){ &hot.p, 0 };\n"
		"void run(struct in *q)\n"
		"{\n"
		"	struct in l = { .b = f0 };\n"
		"	hot.p = (struct in){ .a = f2, .n = 1 };\n"
		"	*q = (struct in){ .b = f3 };\n"
		"	take(&(struct in){ .a = f3 });\n"
		"	*q = l;\n"
		"}\n");
	in_body(w, "t");
	store(w, "t.in.a", "f2");
	store(w, "t.in.b", "f3");
	for (lit = 1; lit < w->f.nr_sym; lit++)
		if (w->f.sym[lit].flags & SYM_COMPOUND)
			break;
	assert_true(lit < w->f.nr_sym);
	assert_int_equal(w->f.sym[lit].kind, SYM_VAR);
	s = NULL;
	for (uint32_t i = 0; i < w->f.nr_store; i++)
		if (is_text(w, w->f.store[i].dst, "t.to"))
			s = &w->f.store[i];
	assert_non_null(s);
	assert_int_equal(w->f.val[s->src].kind, VAL_ADDR);
	assert_int_equal(w->f.val[w->f.val[s->src].a].a, lit);
	in_body(w, "run");
	assert_int_equal(store(w, "l.b", "f0")->flags, STOREF_LOCAL_INIT);
	assert_int_equal(store(w, "hot.p.a", "f2")->flags, 0);
	store(w, "hot.p.n", "1");
	c = call(w, "take");
	assert_int_equal(w->f.val[w->f.arg[c->arg]].kind, VAL_ADDR);
	s = NULL;
	for (uint32_t i = 0; i < w->f.nr_store; i++)
		if (w->f.store[i].cls == TYPE_REC)
			s = &w->f.store[i];
	assert_non_null(s);
	assert_true(is_text(w, s->src, "l"));
}

/* ---- records and symbols ---------------------------------------------------------------- */

static const char *rec_of_field(struct world *w, const char *name)
{
	uint32_t i;

	for (i = 1; i < w->f.nr_field; i++)
		if (!strcmp(facts_str(&w->f, w->f.field[i].name), name))
			return facts_str(&w->f, w->f.rec[w->f.field[i].rec].name);
	fail_msg("no field %s", name);
	return NULL;
}

static void test_records(void **state)
{
	struct world *w = *state;
	uint32_t i, bits = 0;

	parse(w,
		"typedef void (*fn)(void); void x(void);\n"
		"struct common { union { struct { fn deep; int skc_state; }; long all; };\n"
		"	unsigned syn : 1, ack : 3; };\n"
		"#define sk_state common.skc_state\n"
		"struct sock { struct common common; struct { fn cb; } bind; };\n"
		"typedef struct { fn tcb; } tdef_t;\n"
		"void f(struct sock *sk, tdef_t *t)\n"
		"{\n"
		"	sk->sk_state = 1;\n"
		"	sk->common.deep = x;\n"
		"	sk->bind.cb = x;\n"
		"	t->tcb = x;\n"
		"	sk->common.ack = 2;\n"
		"}\n");
	in_body(w, "f");
	store(w, "sk->common.skc_state", "1");
	store(w, "sk->common.deep", "x");
	store(w, "sk->bind.cb", "x");
	store(w, "t->tcb", "x");
	assert_string_equal(rec_of_field(w, "skc_state"), "common");
	assert_string_equal(rec_of_field(w, "deep"), "common");
	assert_string_equal(rec_of_field(w, "cb"), "sock.bind");
	assert_string_equal(rec_of_field(w, "tcb"), "tdef_t");
	for (i = 1; i < w->f.nr_field; i++)
		if (!strcmp(facts_str(&w->f, w->f.field[i].name), "ack"))
			bits = w->f.field[i].bits;
	assert_int_equal(bits, 3);
}

static void test_symbols(void **state)
{
	struct world *w = *state;
	const struct tu_sym *a, *b;
	uint32_t i, statics = 0, locals[2], nr = 0;

	parse(w,
		"#define SYSCALL_DEFINE0(n) long sys_##n(void)"
		" __attribute__((alias(\"__do_sys_\" #n)));"
		" long __do_sys_##n(void)\n"
		"#define notrace __attribute__((__no_instrument_function__))\n"
		"#define __init __attribute__((__section__(\".init.text\")))\n"
		"SYSCALL_DEFINE0(fork) { return 0; }\n"
		"void later(void); void later(void) __attribute__((__alias__(\"soft\")));\n"
		"void __attribute__((__weak__)) soft(void) { }\n"
		"notrace void quiet(void) { }\n"
		"static int __init boot(void) { return 0; }\n"
		"void __attribute__((error(\"no\"))) never(void);\n"
		"__attribute__((noreturn)) void stop(void);\n"
		"int va(const char *fmt, ...);\n"
		"void one(void) { static int (*once)(void) = boot; int (*l)(void) = once; l();"
		" { int (*l)(void) = boot; l(); } }\n"
		"void two(void) { static int (*once)(void); if (once) stop();"
		" soft(); va(\"\"); }\n");
	a = sym(w, "sys_fork");
	assert_string_equal(facts_str(&w->f, a->alias), "__do_sys_fork");
	assert_string_equal(facts_str(&w->f, sym(w, "__do_sys_fork")->macro), "SYSCALL_DEFINE0");
	assert_string_equal(facts_str(&w->f, sym(w, "later")->alias), "soft");
	assert_int_equal(sym(w, "one")->macro, 0);
	assert_true(sym(w, "soft")->flags & SYM_WEAK);
	assert_true(sym(w, "quiet")->flags & SYM_NOTRACE);
	assert_false(sym(w, "soft")->flags & SYM_NOTRACE);
	assert_string_equal(facts_str(&w->f, sym(w, "boot")->section), ".init.text");
	assert_true(sym(w, "stop")->flags & SYM_NORETURN);
	assert_true(sym(w, "va")->flags & SYM_VARIADIC);
	for (i = 1; i < w->f.nr_sym; i++) {
		b = &w->f.sym[i];
		statics += !!(b->flags & SYM_STATIC_LOCAL);
		if (b->kind == SYM_LOCAL && !strcmp(facts_str(&w->f, b->name), "l") && nr < 2)
			locals[nr++] = i;
	}
	assert_int_equal(statics, 2);
	assert_int_equal(nr, 2);
	assert_int_not_equal(w->f.sym[locals[0]].usr, w->f.sym[locals[1]].usr);
	assert_int_equal(w->f.sym[locals[0]].owner, sym_id(w, "one"));
	in_body(w, "once");
	store(w, "once", "boot");
}

static void test_cleanup(void **state)
{
	struct world *w = *state;
	const struct tu_call *c;

	parse(w,
		"static inline void put(int **p) { }\n"
		"void f(void)\n"
		"{\n"
		"	int *held __attribute__((__cleanup__(put))) = 0;\n"
		"}\n");
	in_body(w, "f");
	c = call(w, "put");
	assert_int_equal(c->flags, CALLF_CLEANUP);
	assert_int_equal(c->line, 4);
	check_arg(w, c, 0, "&held");
}

/* ---- sections ------------------------------------------------------------------------------ */

static const struct tu_store *section_store(struct world *w, const char *section, const char *src)
{
	char dst[64];
	uint32_t i;

	snprintf(dst, sizeof(dst), "section(%s)", section);
	for (i = 0; i < w->f.nr_store; i++)
		if (is_text(w, w->f.store[i].dst, dst) && is_text(w, w->f.store[i].src, src))
			return &w->f.store[i];
	print_bodies(w);
	fail_msg("nothing put in %s", section);
	return NULL;
}

#define PREL32 \
	"#define ___initcall(fn, id, sec)" \
	" __asm__(\".section \\\"\" sec \".init\\\", \\\"a\\\"\\n\"" \
	" \"__initcall_\" #fn #id \":\\n.long \" #fn \" - .\\n.previous\\n\");\n" \
	"#define fs_initcall(fn) ___initcall(fn, 5, \".initcall5\")\n"

static void test_section_asm(void **state)
{
	struct world *w = *state;
	const struct tu_store *s;

	parse(w, PREL32 "static int boot(void) { return 0; }\n\nfs_initcall(boot);\n");
	s = section_store(w, ".initcall5.init", "boot");
	assert_int_equal(s->line, 5);
	assert_string_equal(facts_str(&w->f, s->macro), "fs_initcall");
	in_body(w, "boot");
}

static void test_section_variable(void **state)
{
	struct world *w = *state;
	const struct tu_store *s;

	parse(w,
		"typedef int (*initcall_t)(void); struct info { initcall_t fn; };\n"
		"#define late_initcall(f) static initcall_t __initcall_##f"
		" __attribute__((__used__, __section__(\".initcall7.init\"))) = f\n"
		"static int boot(void) { return 0; }\n"
		"late_initcall(boot);\n"
		"static struct info lsm"
		" __attribute__((__used__, __section__(\".con_initcall.init\")))"
		" = { .fn = boot };\n"
		"static struct info data __attribute__((__section__(\".data..ro_after_init\")))"
		" = { .fn = boot };\n");
	s = section_store(w, ".initcall7.init", "boot");
	assert_int_equal(s->line, 4);
	assert_string_equal(facts_str(&w->f, s->macro), "late_initcall");
	section_store(w, ".con_initcall.init", "&lsm");
	assert_string_equal(facts_str(&w->f, sym(w, "lsm")->section), ".con_initcall.init");
	in_body(w, "lsm");
	store(w, "lsm.fn", "boot");
	in_body(w, "data");	/* in a section that nobody walks */
	assert_string_equal(facts_str(&w->f, sym(w, "data")->section), ".data..ro_after_init");
	assert_int_equal(w->f.body[w->body].nr_stores, 1);
}

/* ---- guards ---------------------------------------------------------------------------------- */

static void test_guards(void **state)
{
	struct world *w = *state;

	parse(w,
		"#define unlikely(x) __builtin_expect(!!(x), 0)\n"
		"#define likely(x) __builtin_expect(!!(x), 1)\n"
		"enum { CLOSE = 7, LISTEN = 10, SYN = 2 };\n"
		"enum { F_CLOSE = 1 << 7, F_LISTEN = 1 << 10 };\n"
		"struct sock { int state; int err; struct sock *up; };\n"
		"void c1(void); void c2(void); void c3(void); void c4(void); void c5(void);\n"
		"void c6(void); void c7(void); void c8(void); void c9(void); void c10(void);\n"
		"int g(struct sock *sk, int n)\n"
		"{\n"
		"	if (sk->state == LISTEN)\n"
		"		c1();\n"
		"	else\n"
		"		c2();\n"
		"	if (sk->up && n > 3) {\n"
		"		c3();\n"
		"		return 1;\n"
		"	}\n"
		"	if (unlikely(sk->err)) {\n"
		"		c4();\n"
		"		return -22;\n"
		"	}\n"
		"	if (likely(!n))\n"
		"		c5();\n"
		"	if ((1 << sk->state) & (F_CLOSE | F_LISTEN))\n"
		"		c6();\n"
		"	while (n < 5)\n"
		"		c7();\n"
		"	n ? c8() : c9();\n"
		"	if (sk->state != CLOSE)\n"
		"		goto out_free;\n"
		"	c10();\n"
		"out_free:\n"
		"	c10();\n"
		"	return 0;\n"
		"}\n");
	in_body(w, "g");
	check_guards(w, call(w, "c1")->guard, "sk->state == LISTEN");
	check_guards(w, call(w, "c2")->guard, "sk->state != LISTEN");
	check_guards(w, call(w, "c3")->guard, "sk->up true; n > 3");
	check_guards(w, call(w, "c4")->guard, "not \"sk->up && n > 3\"; sk->err true");
	assert_true(w->f.guard[call(w, "c4")->guard].flags & GUARDF_UNLIKELY);
	assert_true(w->f.guard[call(w, "c4")->guard].flags & GUARDF_ERROR);
	check_guards(w, call(w, "c5")->guard,
		     "not \"sk->up && n > 3\"; sk->err false; n false");
	assert_true(w->f.guard[call(w, "c5")->guard].flags & GUARDF_LIKELY);
	assert_false(w->f.guard[call(w, "c5")->guard].flags & GUARDF_ERROR);
	assert_true(w->f.guard[w->f.guard[call(w, "c5")->guard].parent].flags & GUARDF_EARLY);
	check_guards(w, call(w, "c6")->guard,
		     "not \"sk->up && n > 3\"; sk->err false; sk->state any F_CLOSE,F_LISTEN");
	assert_true(w->f.guard[call(w, "c7")->guard].flags & GUARDF_LOOP);
	check_guards(w, call(w, "c8")->guard,
		     "not \"sk->up && n > 3\"; sk->err false; n true");
	check_guards(w, call(w, "c9")->guard,
		     "not \"sk->up && n > 3\"; sk->err false; n false");
	check_guards(w, call(w, "c10")->guard,
		     "not \"sk->up && n > 3\"; sk->err false; sk->state == CLOSE");
	check_guards(w, (call(w, "c10") + 1)->guard, "not \"sk->up && n > 3\"; sk->err false");
}

static unsigned flags_at(struct world *w, const char *callee)
{
	return w->f.guard[call(w, callee)->guard].flags;
}

/* Did the branch that left before leave with an error, or was it done? */
static void test_left_before(void **state)
{
	struct world *w = *state;

	parse(w,
		"int try(void); void c1(void); void c2(void); void c3(void); void c4(void);\n"
		"void c5(void); void c6(void); void c7(void);\n"
		"int a(int n) { if (n > 3) return -22; c1(); return 0; }\n"
		"int b(int n) { if (n > 3) return 0; c2(); return 0; }\n"
		"int c(void) { int ret = try(); if (ret) return ret; c3(); return 0; }\n"
		"int *d(int *p) { if (p) return p; c4(); return 0; }\n"
		"int e(int n) { int ret = 0; if (n > 3) { ret = -5; goto out; } c5(); out: return ret; }\n"
		"int f(int n) { int ret = 0; if (n > 3) { ret = 5; goto out; } c6(); out: return ret; }\n"
		"int h(void) { int ret = try(); if (!ret) return ret; c7(); return 0; }\n"
		"void c8(void); void c9(void);\n"
		"int i(int n) { if (__builtin_expect(!!(n > 3 || n < 1), 1)) return 0; c8(); return 0; }\n"
		"int j(int n) { if (__builtin_expect(!!(n > 3 || n < 1), 0)) return 0; c9(); return 0; }\n");
	in_body(w, "a");
	assert_int_equal(flags_at(w, "c1") & (GUARDF_EARLY | GUARDF_ERROR), GUARDF_EARLY | GUARDF_ERROR);
	assert_false(guard_in_error(flags_at(w, "c1")));
	in_body(w, "b");
	assert_int_equal(flags_at(w, "c2") & (GUARDF_EARLY | GUARDF_ERROR), GUARDF_EARLY);
	in_body(w, "c");
	assert_true(flags_at(w, "c3") & GUARDF_ERROR);
	in_body(w, "d");
	assert_false(flags_at(w, "c4") & GUARDF_ERROR);
	in_body(w, "e");
	assert_true(flags_at(w, "c5") & GUARDF_ERROR);
	in_body(w, "f");
	assert_false(flags_at(w, "c6") & GUARDF_ERROR);
	in_body(w, "h");
	assert_false(flags_at(w, "c7") & GUARDF_ERROR);
	in_body(w, "i");	/* what is left of likely() is unlikely, whatever it consists of */
	assert_true(flags_at(w, "c8") & GUARDF_UNLIKELY);
	assert_true(w->f.guard[w->f.guard[call(w, "c8")->guard].parent].flags & GUARDF_UNLIKELY);
	in_body(w, "j");
	assert_false(flags_at(w, "c9") & GUARDF_UNLIKELY);
	assert_true(flags_at(w, "c9") & GUARDF_LIKELY);
}

static void test_switch(void **state)
{
	struct world *w = *state;

	parse(w,
		"enum { A, B, C, D };\n"
		"struct s { int state; };\n"
		"void c1(void); void c2(void); void c3(void); void c4(void); void c5(void);\n"
		"void sw(struct s *s)\n"
		"{\n"
		"	switch (s->state) {\n"
		"	case A:\n"
		"		c1();\n"
		"		__attribute__((__fallthrough__));\n"
		"	case B: {\n"
		"		c2();\n"
		"		s->state = C;\n"
		"		break;\n"
		"	}\n"
		"	case C:\n"
		"	case D:\n"
		"		c3();\n"
		"		return;\n"
		"	default:\n"
		"		c4();\n"
		"	}\n"
		"	c5();\n"
		"}\n");
	in_body(w, "sw");
	check_guards(w, call(w, "c1")->guard, "s->state == A");
	check_guards(w, call(w, "c2")->guard, "s->state in A,B");
	check_guards(w, store(w, "s->state", "C")->guard, "s->state in A,B");
	check_guards(w, call(w, "c3")->guard, "s->state in C,D");
	check_guards(w, call(w, "c4")->guard, "s->state not in A,B,C,D");
	check_guards(w, call(w, "c5")->guard, "");
	assert_true(w->f.guard[call(w, "c1")->guard].flags & GUARDF_CASE);
}

static void test_guard_until_store(void **state)
{
	struct world *w = *state;

	parse(w,
		"struct s { int state; }; void c1(void); void c2(void);\n"
		"void f(struct s *s)\n"
		"{\n"
		"	if (s->state != 4)\n"
		"		return;\n"
		"	c1();\n"
		"	s->state = 5;\n"
		"	c2();\n"
		"}\n");
	in_body(w, "f");
	check_guards(w, call(w, "c1")->guard, "s->state == 4");
	check_guards(w, call(w, "c2")->guard, "");
}

/* Code behind a label that only a goto leads to; a long branch that happens
 * to end in a negative number is no error branch. */
static void test_guard_label(void **state)
{
	struct world *w = *state;
	const struct tu_guard *g;

	parse(w,
		"struct s { int state; }; void c1(void); void c2(void); void c3(void);\n"
		"void c4(void);\n"
		"int f(struct s *s, int urgent)\n"
		"{\n"
		"	if (urgent)\n"
		"		goto recv_urg;\n"
		"again:\n"
		"	c1();\n"
		"	if (s->state == 1) {\n"
		"		c4(); c4(); c4(); c4(); c4();\n"
		"		c2();\n"
		"		return -1;\n"
		"	}\n"
		"	return 0;\n"
		"recv_urg:\n"
		"	c3();\n"
		"	goto again;\n"
		"}\n");
	in_body(w, "f");
	assert_int_equal(call(w, "c1")->guard, 0);
	g = &w->f.guard[call(w, "c2")->guard];
	assert_false(g->flags & GUARDF_ERROR);
	g = &w->f.guard[call(w, "c3")->guard];
	assert_true(g->flags & GUARDF_GOTO);
	assert_string_equal(facts_str(&w->f, g->text), "after goto recv_urg");
	assert_int_equal(g->line, 15);
	check_guards(w, g->parent, "urgent true");
}

/* ---- files and errors ------------------------------------------------------------------------ */

static void test_included_source(void **state)
{
	struct world *w = *state;

	put(w, "common.c", "static void shared(void) { }\nvoid entry(void) { shared(); }\n");
	put(w, "native.c", "#include \"common.c\"\n");
	put(w, "compat.c", "#define entry compat_entry\n#include \"common.c\"\n");
	assert_int_equal(parse_file(w, "native.c", 0), 0);
	in_body(w, "entry");
	call(w, "shared");
	assert_int_equal(sym(w, "shared")->flags & (SYM_HEADER | SYM_INCLUDED_C),
			 SYM_HEADER | SYM_INCLUDED_C);
	assert_string_equal(facts_str(&w->f, sym(w, "shared")->path), "common.c");
	assert_int_equal(parse_file(w, "compat.c", 0), 0);
	in_body(w, "compat_entry");
	call(w, "shared");
	assert_int_equal(parse_file(w, "common.c", 0), 0);
	assert_int_equal(sym(w, "shared")->flags & (SYM_HEADER | SYM_INCLUDED_C), 0);
}

static void test_errors(void **state)
{
	struct world *w = *state;

	put(w, "bad.c", "void ok(void);\nvoid f(void) { ok(); }\n"
	    "int x = nowhere;\nvoid g(void) { ok(); }\n");
	assert_int_equal(parse_file(w, "bad.c", 0), 0);
	assert_int_equal(w->f.status, TU_PARTIAL);
	assert_int_equal(w->f.nr_errors, 1);
	assert_non_null(strstr(facts_str(&w->f, w->f.error), "nowhere"));
	assert_non_null(strstr(facts_str(&w->f, w->f.error), "bad.c:3"));
	in_body(w, "g");
	call(w, "ok");
	assert_int_equal(parse_file(w, "missing.c", 0), -1);
	assert_true(w->err.len > 0);
	assert_int_equal(w->f.status, TU_FAILED);
	assert_int_equal(w->f.nr_body, 0);
}

static void test_deep_nesting(void **state)
{
	struct world *w = *state;
	struct strbuf sb = STRBUF_INIT;
	int i;

	strbuf_addstr(&sb, "void k(void); int f(int x)\n{\n\tint n = x");
	for (i = 0; i < 3000; i++)	/* a tree as deep as it is long */
		strbuf_addstr(&sb, " + x");
	strbuf_addstr(&sb, ";\n\tk();\n\treturn n;\n}\n");
	put(w, "deep.c", sb.buf);
	strbuf_release(&sb);
	assert_int_equal(parse_file(w, "deep.c", 0), 0);
	assert_int_equal(w->f.status, TU_PARTIAL);
	in_body(w, "f");
	call(w, "k");
	parse(w, "int f(void) { return 0; }\n");
	in_body(w, "f");
}

static void test_no_pretty(void **state)
{
	struct world *w = *state;

	put(w, "t.c", PREL32 "static int boot(void) { return 0; }\nfs_initcall(boot);\n");
	assert_int_equal(parse_file(w, "t.c", TU_NO_PRETTY), 0);
	in_body(w, "boot");
	section_store(w, ".initcall5.init", "boot");	/* by the macro's name */
}

/* Attributes are read as they are written where that is plain; else it is said that they are not. */
static void test_no_pretty_attributes(void **state)
{
	struct world *w = *state;

	put(w, "t.c", "#define fs_initcall(f) static void *e_##f __attribute__((used, section(SEC(5)))) = f\n"
	    "#define SEC(n) \".initcall\" #n \".init\"\n"
	    "static int boot(void) { return 0; }\nfs_initcall(boot);;\n"
	    "static int other(void) { return 0; }\n"
	    "void *kept __attribute__((__section__ (\".initcall6.init\"))) = other;\n"
	    "int again(void) __attribute__((alias(\"boot\")));\n");
	assert_int_equal(parse_file(w, "t.c", TU_NO_PRETTY), 0);
	assert_int_equal(w->f.status, TU_OK);
	assert_string_equal(facts_str(&w->f, sym(w, "e_boot")->section), ".initcall5.init");
	assert_string_equal(facts_str(&w->f, sym(w, "kept")->section), ".initcall6.init");
	assert_string_equal(facts_str(&w->f, sym(w, "again")->alias), "boot");
	put(w, "t.c", "#define S(n) __attribute__((section(\".x.\" #n)))\nint v S(5) = 1;\n");
	assert_int_equal(parse_file(w, "t.c", TU_NO_PRETTY), 0);
	assert_int_equal(w->f.status, TU_PARTIAL);
	assert_int_equal(sym(w, "v")->section, 0);
	put(w, "t.c", "__asm__(\".section .initcall5.init\\n.long boot - .\");\n");
	assert_int_equal(parse_file(w, "t.c", TU_NO_PRETTY), 0);
	assert_int_equal(w->f.status, TU_PARTIAL);
	assert_non_null(strstr(facts_str(&w->f, w->f.error), "crashed"));
}

static void test_record_round_trip(void **state)
{
	struct world *w = *state;
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT, err = STRBUF_INIT;
	struct tu_facts g;

	parse(w, INIT_TYPES "struct out t = { .in.a = f1 };\n"
	      "void run(struct in *q) { if (q->n) q->a(); t.to = q; }\n");
	facts_write(&w->f, &a);
	facts_init(&g);
	if (facts_read(&g, a.buf, a.len, &err))
		fail_msg("%s", err.buf);
	facts_write(&g, &b);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.buf, b.buf, a.len);
	strbuf_clear(&b);
	assert_int_equal(parse_file(w, "t.c", 0), 0);	/* the same again */
	facts_write(&w->f, &b);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.buf, b.buf, a.len);
	facts_release(&g);
	strbuf_release(&a);
	strbuf_release(&b);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_calls), TEST(test_access_macros), TEST(test_macros),
		TEST(test_written_in_argument), TEST(test_decided_branches),
		TEST(test_byte_order), TEST(test_unused_headers), TEST(test_initialisers),
		TEST(test_compound_literals),
		TEST(test_records), TEST(test_symbols), TEST(test_cleanup),
		TEST(test_section_asm), TEST(test_section_variable), TEST(test_guards),
		TEST(test_left_before), TEST(test_switch), TEST(test_guard_until_store), TEST(test_guard_label),
		TEST(test_included_source),
		TEST(test_errors), TEST(test_deep_nesting), TEST(test_no_pretty), TEST(test_no_pretty_attributes),
		TEST(test_record_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
