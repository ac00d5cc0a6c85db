/* SPDX-License-Identifier: MIT */
#include "ops.h"

#define IS_ENABLED(x) 0
static inline int is_dax(int mode) { return IS_ENABLED(CONFIG_DAX) && mode == 3; }
extern void dax_fill(struct dev_ops *ops);	/* of a part that is configured away */
extern struct dev_ops *dax_find(void);
extern char __data_load[], __hooks_start[];	/* the linker script's */
extern void *memcpy(void *to, const void *from, unsigned long n);

static void start_disk(void) { }

static struct dev_ops disk = { .start = start_disk };
static struct dev_ops area;
struct dev_ops *current_ops;

/* A call that can't be linked is left out by the compiler: it writes nothing. */
void never_filled(int mode)
{
	struct dev_ops local = { 0 };

	if (is_dax(mode))
		dax_fill(&local);
	local.stop();			/* @local */
}

void never_found(int mode)
{
	struct dev_ops *ops = &disk;

	if (is_dax(mode))
		ops = dax_find();
	ops->stop();			/* @found */
	ops->start();			/* @start */
}

/* What the linker gathered is the tree's own, and nothing new where it is copied to. */
void setup_areas(void)
{
	memcpy(&area, __data_load, sizeof(area));
}

void call_area(void)
{
	area.stop();			/* @area */
}

/* What is read from there directly is not known: which section it is nobody says. */
void call_hooks(void)
{
	void (**hook)(void) = (void (**)(void))__hooks_start;
	void (*fn)(void) = *hook;

	fn();				/* @hooks */
}

void call_global(void)
{
	if (global_handler)
		global_handler();	/* @global */
}

/* A text from there is no struct, through whatever untyped pointer it goes; a struct is one. */
struct early_info { const char *name; void (*init)(void); struct dev_ops *ops; };
extern const struct early_info __early_infos[];
struct watcher { void (*seen)(void); void (*gone)(void); };
static struct watcher first = { .seen = start_disk };
static struct dev_ops plain;
static void *hub, *ops_hub;

void set_hub(int mode)
{
	const char *name = __early_infos[mode].name;

	hub = mode ? (void *)name : (void *)&first;
	ops_hub = mode ? (void *)__early_infos[mode].ops : (void *)&plain;
}

void call_watcher(void)
{
	struct watcher *w = hub;

	w->gone();			/* @watcher */
}

void call_ops(void)
{
	struct dev_ops *ops = ops_hub;

	ops->stop();			/* @ops */
}

void call_early(int i) { __early_infos[i].init(); }

/* a module that is loaded brings its own */
struct module { int (*init)(void); void (*exit)(void); };
void free_module(struct module *m) { m->exit(); }
