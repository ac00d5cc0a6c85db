/* SPDX-License-Identifier: MIT */
/* Conditions of several parts on the fields of the table that is called from. */
int strcmp(const char *a, const char *b);
int same(const char *a, const char *b);

struct param {
	const char *name;
	int (*setup)(const char *value);
	int early;
	int state;
};

#define PARAM(n, text, f, e)						\
	static int f(const char *value) { return e; }			\
	static const char name_##n[] = text;				\
	static const struct param param_##n = { name_##n, f, e }

PARAM(one, "one=", late_one, 0);
PARAM(two, "two", early_two, 1);
PARAM(con, "earlycon", late_con, 0);

static int direct_setup(const char *value) { return 3; }
static const struct param direct = { "earlycon", direct_setup, 0 };
static int changed_setup(const char *value) { return 4; }
static struct param changed = { "x", changed_setup, 0 };
static char unknown_name[16];
static int unknown_setup(const char *value) { return 5; }
static struct param unknown = { unknown_name, unknown_setup, 0 };

static const struct param *const all[] = {
	&param_one, &param_two, &param_con, &direct, &changed, &unknown
};

void change(struct param *p, int state) { p->state = state; }

/* "one=" is neither early nor called so; of an array that is written to nothing is known. */
void do_early(const char *given, const char *value)
{
	const struct param *p = all[*given];

	if ((p->early && same(given, p->name)) ||
	    (strcmp(given, "console") == 0 && strcmp(p->name, "earlycon") == 0))
		p->setup(value);
}

void not_named(const char *given, const char *value)
{
	const struct param *p = all[*given];

	if (!strcmp(p->name, "earlycon") || *given == 'x' || p->early)
		return;
	p->setup(value);
}

/* What is stored later decides nothing. */
void by_state(const char *given, const char *value)
{
	const struct param *p = all[*given];

	if ((p->state && *given) || (p->state && !*given))
		p->setup(value);
}

/* "!" belongs to p->early alone. */
void inverted(const char *given, const char *value)
{
	const struct param *p = all[*given];

	if ((!p->early == 0 && *given) || (!p->early == 0 && !*given))
		p->setup(value);
}

/* The parts of ?: are none of ||. */
void chosen(const char *given, const char *value)
{
	const struct param *p = all[*given];

	if ((p->early && *given ? 1 : 2) || p->early)
		p->setup(value);
}

/* Another pointer stands there by then. */
void moved(const char *given, const char *value)
{
	const struct param *p = all[*given];

	if ((p->early && *given) || (p->early && !*given)) {
		p = all[*value];
		p->setup(value);
	}
}

/* Any part that is not known may hold. */
void or_any(const char *given, const char *value)
{
	const struct param *p = all[*given];

	if (p->early || *given == 'y')
		p->setup(value);
}

void and_not(const char *given, const char *value)
{
	const struct param *p = all[*given];

	if (!(p->early == 0 || *given == 'y'))
		p->setup(value);
}
