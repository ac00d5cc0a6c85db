/* SPDX-License-Identifier: MIT */
/* Every way a state is written: bits and masks of them, atomics that end in assembler, counters,
 * locals that hold one of several states. */
#define NUD_NONE 0x00
#define NUD_INCOMPLETE 0x01
#define NUD_REACHABLE 0x02
#define NUD_STALE 0x04
#define NUD_DELAY 0x08
#define NUD_PROBE 0x10
#define NUD_FAILED 0x20
#define NUD_PERMANENT 0x80
#define NUD_IN_TIMER (NUD_INCOMPLETE | NUD_REACHABLE | NUD_DELAY | NUD_PROBE)

struct neighbour {
	unsigned char nud_state;
	unsigned int probes;
};

static int may_wait(const struct neighbour *n)
{
	return n->nud_state & NUD_PERMANENT ? 0 : 1;
}

/* the state is one of those that the mask has */
void timer_handler(struct neighbour *n, int confirmed)
{
	unsigned int state = n->nud_state;

	if (!(state & NUD_IN_TIMER))
		return;
	if (state & NUD_REACHABLE) {
		if (confirmed)
			n->nud_state = NUD_DELAY;
		else
			n->nud_state = NUD_STALE;
	} else if (state & NUD_DELAY) {
		n->nud_state = NUD_PROBE;
	}
	/* of another moment than what was asked above */
	if (n->nud_state & NUD_STALE)
		n->nud_state = NUD_FAILED;
}

void event_send(struct neighbour *n)
{
	if (n->nud_state & (NUD_REACHABLE | NUD_DELAY | NUD_PROBE))
		return;
	n->nud_state = NUD_INCOMPLETE;
}

void update(struct neighbour *n, unsigned char new)
{
	if (n->probes)
		new = n->nud_state;
	n->nud_state = new;
}

/* what is passed is one of two states */
void arp_process(struct neighbour *n, int reply)
{
	int state = NUD_REACHABLE;

	if (!reply)
		state = NUD_STALE;
	update(n, state);
}

/* what else it can be is not known */
void neigh_add(struct neighbour *n, int wanted)
{
	int state = NUD_PERMANENT;

	if (wanted)
		state = wanted;
	update(n, state);
	if (may_wait(n))
		n->nud_state = 0;
}

/* what the caller knew holds until the field is set; a local that holds several is one of them */
static void reap(struct neighbour *n, int traced)
{
	int state = traced ? NUD_PROBE : NUD_FAILED;

	n->nud_state = state;
	n->probes = 0;
	if (traced)
		state = NUD_NONE;
	n->nud_state = state;
}

void look(struct neighbour *n, int traced)
{
	if (n->nud_state == NUD_STALE)
		reap(n, traced);
}

/* only where it was not set in between is it what was set first */
void twice(struct neighbour *n, int x)
{
	n->nud_state = NUD_PROBE;
	n->nud_state = NUD_DELAY;
	if (x)
		n->nud_state = NUD_STALE;
	n->nud_state = NUD_FAILED;
}

/* ---- bits ---- */

enum { NAPI_STATE_SCHED, NAPI_STATE_DISABLE };

struct napi_struct {
	unsigned long state;
	int poll_state : 3;
};

static inline void set_bit(long nr, volatile unsigned long *addr)
{
	asm volatile("bts %1,%0" : "+m" (*addr) : "Ir" (nr));
}

static inline void clear_bit(long nr, volatile unsigned long *addr)
{
	asm volatile("btr %1,%0" : "+m" (*addr) : "Ir" (nr));
}

void napi_disable(struct napi_struct *n)
{
	set_bit(NAPI_STATE_DISABLE, &n->state);
	set_bit(NAPI_STATE_SCHED, &n->state);
	clear_bit(NAPI_STATE_DISABLE, &n->state);
	n->poll_state = 2;
}

/* ---- atomics ---- */

enum { TASK_RUNNING, TASK_INTERRUPTIBLE, TASK_UNINTERRUPTIBLE, TASK_WAKING };

struct task_struct {
	unsigned int __state;
	unsigned int on_rq;
};

extern struct task_struct *current;

static inline void instrument_atomic_write(const volatile void *v, unsigned long size)
{
}

#define xchg(ptr, val) ({ \
	__typeof__(ptr) __ai_ptr = (ptr); \
	instrument_atomic_write(__ai_ptr, sizeof(*__ai_ptr)); \
	({ __typeof__(*(__ai_ptr)) __ret = (val); \
	asm volatile("xchgl %0, %1" : "+r" (__ret), "+m" (*(__ai_ptr))); __ret; }); })

#define cmpxchg(ptr, old, new) ({ \
	__typeof__(ptr) __ai_ptr = (ptr); \
	instrument_atomic_write(__ai_ptr, sizeof(*__ai_ptr)); \
	({ __typeof__(*(__ai_ptr)) __ret, __old = (old), __new = (new); \
	asm volatile("cmpxchgl %2,%1" : "=a" (__ret), "+m" (*(__ai_ptr)) : "r" (__new), "0" (__old)); __ret; }); })

#define smp_store_mb(var, value) do { (void)xchg(&var, value); } while (0)
#define set_current_state(state_value) do { smp_store_mb(current->__state, (state_value)); } while (0)

void msleep(void)
{
	set_current_state(TASK_UNINTERRUPTIBLE);
}

void prepare_to_wait(int state)
{
	set_current_state(state);
}

void wait_event(void)
{
	prepare_to_wait(TASK_INTERRUPTIBLE);
	current->on_rq++;
}

int try_to_wake_up(struct task_struct *p)
{
	return cmpxchg(&p->__state, TASK_INTERRUPTIBLE, TASK_WAKING);
}
