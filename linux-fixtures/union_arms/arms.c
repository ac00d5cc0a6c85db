/* SPDX-License-Identifier: MIT */
/* Members of a union share their bytes: that nothing is stored in one is no
 * proof that nothing is there. */
typedef void (*fn)(void);

static void start_cpu(void) { }

struct step {
	const char *name;
	union {
		fn single;
		int (*multi)(int cpu);
	} startup;
	union {
		struct { fn open, close; };
		struct { fn first, second; };
	};
	fn idle;
};

static struct step steps[2] = { { .name = "a", .startup.single = start_cpu, .open = start_cpu } };

void run_single(struct step *s) { s->startup.single(); }
int run_multi(void) { return steps[0].startup.multi(1); }
void run_unnamed(void) { steps[0].first(); }
void run_idle(void) { static const struct step fixed = { .name = "b" }; fixed.idle(); }
