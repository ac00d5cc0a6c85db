/* SPDX-License-Identifier: MIT */
/* The same functions in a whole program: who calls them is known. */
typedef void (*fn)(void *);
struct ops { fn start, stop; };

static fn logger;
fn lib_hook;
void lib_set_log(fn f) { logger = f; }
void lib_log(void) { if (logger) logger(0); }		/* @logger */
void lib_run(const struct ops *ops) { if (ops->stop) ops->stop(0); }	/* @stop */
void lib_call_hook(void) { if (lib_hook) lib_hook(0); }	/* @hook */
/* nobody calls this one: a plugin may */
void plugin_run(const struct ops *ops) { if (ops->stop) ops->stop(0); }	/* @plugin */

static void begin(void *p) { }
static const struct ops ops = { .start = begin };

int main(int argc, char **argv)
{
	lib_set_log(0);
	lib_log();
	lib_run(&ops);
	lib_call_hook();
	return 0;
}
