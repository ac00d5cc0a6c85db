/* SPDX-License-Identifier: MIT */
/* Conditions on another field of the table that is called from (obs_kernel_param.early in init/main.c). */
struct param {
	const char *name;
	int (*setup)(const char *);
	int early;
	int (*fallback)(const char *);
	int state;
	int (*resume)(const char *);
};

#define PARAM(fn, is_early, ...) \
	static int fn(const char *s) { return 0; } \
	static struct param __setup_##fn __attribute__((used, section("params"))) = \
		{ .name = #fn, .setup = fn, .early = is_early, __VA_ARGS__ }

static int quick(const char *s) { return 0; }
static int slow_start(const char *s) { return 1; }

PARAM(early_one, 1, .fallback = quick);
PARAM(late_one, 0);
PARAM(late_two, 0, .state = 1);

extern struct param __start_params[], __stop_params[];

int obsolete(const char *line)
{
	struct param *p;

	for (p = __start_params; p < __stop_params; p++) {
		if (p->early)
			continue;
		else if (p->setup(line))
			return 1;
	}
	return 0;
}

int early(const char *line)
{
	struct param *p;

	for (p = __start_params; p < __stop_params; p++)
		if (p->early && p->setup(line))
			return 1;
	return 0;
}

/* a field that is null where no initialiser names it */
int without_fallback(struct param *p, const char *line)
{
	return p->fallback ? 0 : p->setup(line);
}

/* a condition on what is stored to later says nothing */
void start(struct param *p) { p->state = 2; }

int started(struct param *p, const char *line)
{
	return p->state ? p->setup(line) : 0;
}

/* the pointer is another one by then */
int moved(struct param *p, const char *line)
{
	if (p->early) {
		p = __start_params;
		return p->setup(line);
	}
	return 0;
}

/* stored by code, in a struct that is not known */
void add(struct param *p) { p->setup = slow_start; }

/* a condition on the number that was asked for is none on the table */
int any(struct param *p, int early, const char *line)
{
	return early ? p->setup(line) : 0;
}

/* What a constant says may have become something else in a copy of it. */
struct copied { const char *name; int (*setup)(const char *); int state; };
static int from_template(const char *s) { return 2; }
static const struct copied template = { .name = "copy", .setup = from_template };
struct copied mine;
static struct copied *current_param;

void make(void)
{
	mine = template;
	mine.state = 1;
	current_param = &mine;
}

int use_copy(const char *line)
{
	struct copied *p = current_param;

	return p->state ? p->setup(line) : 0;
}
