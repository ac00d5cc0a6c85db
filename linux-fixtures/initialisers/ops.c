/* SPDX-License-Identifier: MIT */
struct ops {
	int id;
	void (*open)(void);
	struct {
		void (*read)(void);
		void (*write)(void);
	} io;
	union {
		void (*poll)(void);
		long pad;
	};
	void (*tab[4])(void);
};

struct pair {
	struct ops a, b;
};

#define F(name) static void name(void) {}
F(p_open) F(p_read) F(p_write)
F(e_open) F(e_read) F(e_write) F(e_poll) F(e_tab)
F(d_open) F(d_write) F(d_poll) F(d_range) F(d_last)
F(n_open) F(n_read) F(n_tab)
F(o_first) F(o_last)
F(l_open) F(l_read)

static const struct ops positional = { 1, p_open, { p_read, p_write } };

/* no braces around io */
static const struct ops elided = { 2, e_open, e_read, e_write, { .poll = e_poll }, e_tab };

static const struct ops designated = {
	.io.write = d_write,
	.open = d_open,
	.poll = d_poll,
	.tab = { [1 ... 2] = d_range, [3] = d_last },
};

static const struct pair nested = {
	.b = { .open = n_open, .tab[2] = n_tab },
	.a.io = { .read = n_read },
};

/* the last one counts */
static const struct ops overridden = { .open = o_first, .open = o_last };

static const struct ops *const literal = &(const struct ops) { .open = l_open, .io = { l_read } };

void use_positional(void)
{
	positional.open();
	positional.io.read();
	positional.io.write();
}

void use_elided(int i)
{
	elided.open();
	elided.io.read();
	elided.io.write();
	elided.poll();
	elided.tab[i]();
}

void use_designated(int i)
{
	designated.open();
	designated.io.write();
	designated.poll();
	designated.tab[i]();
}

void use_unset(void)
{
	designated.io.read();	/* @unset */
}

void use_nested(void)
{
	nested.b.open();
	nested.a.io.read();
	nested.b.tab[2]();
}

void use_overridden(void)
{
	overridden.open();
}

void use_literal(void)
{
	literal->open();
	literal->io.read();
}

/* what an overriding initialiser leaves of a range, of a struct, around an unnamed one */
static void r_rest(void) { }
static void r_three(void) { }
static void s_gone(void) { }
static void s_new(void) { }
static void s_kept(void) { }

struct part { void (*a)(void), (*b)(void); };
static void (*const ranged[8])(void) = { [0 ... 7] = r_rest, [3] = r_three };
static void (*const twice[2])(void) = { [0] = s_gone, [1] = s_kept, [0] = s_new };
struct parts { struct part p; struct { void (*u)(void); }; void (*last)(void); };
static const struct parts parts = {
	.last = s_gone, .p = { s_gone, s_gone }, .p = { .b = s_new }, { s_kept }, s_kept,
};

void use_ranged(int i) { ranged[i](); }
void use_twice(int i) { twice[i](); }
void use_parts(void) { parts.p.b(); }
void use_parts_gone(void) { parts.p.a(); }	/* @gone */
void use_parts_last(void) { parts.last(); parts.u(); }
