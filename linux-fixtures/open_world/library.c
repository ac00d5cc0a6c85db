/* SPDX-License-Identifier: MIT */
typedef void (*fn)(void *);
struct handle { fn on_data, on_close; void *ctx; };
struct event { fn handler; };
struct ops { fn start, stop; };
struct fresh { fn a; };

/* the public side of a library: its users are not in the tree */
static fn logger;
void lib_set_log(fn f) { logger = f; }
void lib_log(void) { logger(0); }			/* @logger */
void lib_setopt(struct handle *h, fn f) { h->on_data = f; }
void lib_perform(struct handle *h) { h->on_data(h); }	/* @data */
void lib_run(const struct ops *ops) { ops->start(0); }	/* @start */
fn lib_hook;
void lib_call_hook(void) { lib_hook(0); }		/* @hook */

/* functions without a body write through their arguments */
extern int find_symbol(const char *name, fn *out);
extern int fill_handle(struct handle *h);
extern int look_at(const struct handle *h);
extern void *dlsym(void *lib, const char *name);
extern struct handle *lib_open(void);
extern void on_event(void (*cb)(struct event *e));
extern void *malloc(unsigned long n);

void by_address(void) { fn f; if (!find_symbol("init", &f)) f(0); }	/* @address */
void by_struct(void) { struct handle h; if (!fill_handle(&h)) h.on_close(0); }	/* @struct */
void by_result(void) { fn f = (fn)dlsym(0, "start"); f(0); }		/* @result */
void by_handle(void) { struct handle *h = lib_open(); h->on_close(0); }	/* @handle */
static void my_event(struct event *e) { e->handler(0); }		/* @event */
void listen(void) { on_event(my_event); }

/* variables that nobody here defines */
extern fn sys_hook;
extern struct ops sys_ops;
extern fn sys_table[];
extern const struct ops *current_ops;
void call_sys_hook(void) { sys_hook(0); }		/* @sys */
void call_sys_ops(void) { sys_ops.start(0); }		/* @sysops */
void call_sys_table(int i) { sys_table[i](0); }		/* @table */
void call_current(void) { current_ops->stop(0); }	/* @current */

/* nothing can be stored here: empty is right */
static fn never;
static const struct ops none;
static struct handle own;
static fn mine;
void dead_end(void) { if (never) never(0); }		/* @dead */
void dead_table(void) { none.stop(0); }			/* @none */
void dead_own(void) { look_at(&own); own.on_close(0); }	/* @own */
static void take(struct fresh *s) { s->a(0); }		/* @fresh */
void allocated(void) { take(malloc(sizeof(struct fresh))); }
/* and a declaration that another file makes good */
extern fn elsewhere;
void call_elsewhere(void) { elsewhere(0); }		/* @elsewhere */
/* what is stored is found, whoever else may store too */
static void known(void *p) { }
static fn either;
void set_either(fn f) { either = f ? f : known; }
void call_either(void) { either(0); }			/* @either */

/* its address leaves the tree: whoever gets it calls it */
extern void sys_register(fn f);
static void handed(void *p) { }
void hand_over(void) { sys_register(handed); }
