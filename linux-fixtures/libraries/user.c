/* SPDX-License-Identifier: MIT */
/* A program of user space that hands its functions to libraries. */
typedef unsigned long size_t;
typedef unsigned long pthread_t;
struct sigaction { void (*sa_handler)(int); int sa_flags; };
struct job { void (*run)(struct job *); };
struct fresh { void (*a)(struct fresh *); };
typedef struct uv_timer_s { void *data; } uv_timer_t;

extern void qsort(void *base, size_t n, size_t size, int (*cmp)(const void *, const void *));
extern void *bsearch(const void *key, const void *base, size_t n, size_t size,
		     int (*cmp)(const void *, const void *));
extern int pthread_create(pthread_t *t, const void *attr, void *(*start)(void *), void *arg);
extern int atexit(void (*f)(void));
extern int on_exit(void (*f)(int, void *), void *arg);
extern void (*signal(int sig, void (*f)(int)))(int);
extern int sigaction(int sig, const struct sigaction *act, struct sigaction *old);
extern void *tsearch(const void *key, void **root, int (*cmp)(const void *, const void *));
extern int nftw(const char *dir, int (*fn)(const char *), int fds, int flags);
extern unsigned g_idle_add(int (*f)(void *), void *data);
extern void g_list_foreach(void *list, void (*f)(void *, void *), void *data);
extern int uv_timer_start(uv_timer_t *t, void (*cb)(uv_timer_t *), unsigned long at, unsigned long every);
extern void vendor_register(void (*f)(int));
extern void vendor_register_ops(const struct job *ops);
extern void *malloc(size_t n);

static int by_name(const void *a, const void *b) { return 0; }
static int by_age(const void *a, const void *b) { return 0; }
static int by_key(const void *a, const void *b) { return 0; }
static int in_tree(const void *a, const void *b) { return 0; }
static int walk_one(const char *path) { return 0; }
static void run_job(struct job *j) { }
static void *worker(void *arg) { struct job *j = arg; j->run(j); return 0; }	/* @run */
static void bye(void) { }
static void bye_with(int status, void *arg) { }
static void on_int(int sig) { }
static void on_term(int sig) { }
static int idle(void *data) { return 0; }
static void each(void *data, void *user) { }
static void tick(uv_timer_t *t) { }
static void vendor_event(int n) { }
static void vendor_run(struct job *j) { }
static const struct job vendor_ops = { .run = vendor_run };
static void never_handed(void) { }
void (*kept)(void) = never_handed;

static void sort(int *v, size_t n, int (*cmp)(const void *, const void *)) { qsort(v, n, 4, cmp); }
void sort_names(int *v) { sort(v, 3, by_name); }	/* through a wrapper */
void sort_ages(int *v) { sort(v, 3, by_age); }
void *find(int *v) { return bsearch(v, v, 3, 4, by_key); }
void *remember(int *v) { static void *root; return tsearch(v, &root, in_tree); }
int walk(void) { return nftw(".", walk_one, 4, 0); }
void loop_over(void *list) { g_list_foreach(list, each, 0); }

static struct job job = { .run = run_job };
int start(void) { pthread_t t; return pthread_create(&t, 0, worker, &job); }
void at_end(void) { atexit(bye); on_exit(bye_with, 0); }
void handle_int(void) { signal(2, on_int); }
void handle_term(void) { struct sigaction sa = { .sa_handler = on_term }; sigaction(15, &sa, 0); }
void later(void) { g_idle_add(idle, 0); }
void timer(uv_timer_t *t) { uv_timer_start(t, tick, 0, 1); }
void vendor(void) { vendor_register(vendor_event); vendor_register_ops(&vendor_ops); }
static void take(struct fresh *s) { s->a(s); }		/* @fresh */
void allocated(void) { take(malloc(sizeof(struct fresh))); }

/* as glibc writes it: the member's name is a macro */
struct sigevent { int sigev_notify; union { int pad[12]; struct { void (*_function)(long); void *attr; } _sigev_thread; } _sigev_un; };
#define sigev_notify_function _sigev_un._sigev_thread._function
extern int timer_create(int clock, struct sigevent *e, void **timer);
static void expired(long v) { }
void with_timer(void) { struct sigevent e = { 2 }; void *t; e.sigev_notify_function = expired; timer_create(1, &e, &t); }

/* a struct of functions, by value */
struct _IO_cookie_io_functions_t { long (*read)(void *, char *, size_t); int (*close)(void *); };
extern void *fopencookie(void *cookie, const char *mode, struct _IO_cookie_io_functions_t io);
static long read_cookie(void *c, char *b, size_t n) { return 0; }
static int never_closed(void *c) { return 0; }
int (*kept_close)(void *) = never_closed;
void *with_cookie(void) { struct _IO_cookie_io_functions_t io = { .read = read_cookie }; return fopencookie(0, "r", io); }
