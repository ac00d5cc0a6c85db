/* SPDX-License-Identifier: MIT */
/* Members of a union share their bytes: what is stored in one is called through
 * another, where its type and its place allow it. */
typedef void (*fn)(void);

static void start_cpu(void) { }
static int start_cpus(int cpu) { return cpu; }
static void stop_cpu(void) { }

struct step {
	const char *name;
	union {
		fn single;
		int (*multi)(int cpu);
	} startup;
	union {
		struct { fn open, close; };
		struct { fn first, second; };
		fn raw[2];
	};
	fn idle;
};

static struct step steps[2] = { {
	.name = "a", .startup.single = start_cpu, .open = start_cpu, .close = stop_cpu,
} };
static struct step other = { .name = "c", .startup.multi = start_cpus };

void run_single(struct step *s) { s->startup.single(); }
int run_multi(struct step *s) { return s->startup.multi(1); }
int run_wrong_type(void) { return steps[0].startup.multi(1); }
void run_first(void) { steps[0].first(); }
void run_second(void) { steps[0].second(); }
void run_raw(void) { steps[0].raw[1](); }
void run_idle(void) { static const struct step fixed = { .name = "b" }; fixed.idle(); }
void run_other(void) { other.first(); }

/* a struct of a tag's union, in one arm and beside it in the other: struct key */
struct type { fn instantiate; };
struct index { unsigned long hash; const struct type *type; void *tag; };
struct key {
	int serial;
	union {
		struct index index;
		struct { unsigned long hash; const struct type *type; void *tag; };
	};
};

static void user_instantiate(void) { }
static const struct type user = { user_instantiate };

void key_set(struct key *k, const struct type *t) { k->type = t; }
void key_make(struct key *k) { key_set(k, &user); }
void key_run(struct key *k) { k->index.type->instantiate(); }
fn key_tag(struct key *k) { return (fn)k->index.tag; }
void key_run_tag(struct key *k) { key_tag(k)(); }

/* a copy of one arm is a copy of the bytes that the other names: struct_group() */
struct packet {
	int len;
	union {
		struct { fn done; void *owner; };
		struct head { fn done; void *owner; } head;
	};
	fn last;
};

static void packet_done(void) { }
static struct packet from = { .done = packet_done, .last = stop_cpu }, to;

void packet_copy(void) { __builtin_memcpy(&to.head, &from.head, sizeof(to.head)); }
void packet_run(void) { to.done(); }
void packet_last(void) { to.last(); }

/* what is kept as a number or a void * comes back as a function */
union value { unsigned long number; void *pointer; fn function; char text[8]; };

static void by_number(void) { }
void value_set(union value *v) { v->number = (unsigned long)by_number; }
void value_run(union value *v) { v->function(); }
