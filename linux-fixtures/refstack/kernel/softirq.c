/* SPDX-License-Identifier: MIT */
/* Softirqs: work that an interrupt left for later, soon. Tasklets are many small ones behind one. */
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>

static struct softirq_action softirq_vec[NR_SOFTIRQS];
static unsigned int pending, disabled;
static bool running;
static struct tasklet_struct *tasklet_vec, **tasklet_tail = &tasklet_vec;

void open_softirq(int nr, void (*action)(struct softirq_action *))
{
	softirq_vec[nr].action = action;
}

void raise_softirq(unsigned int nr)
{
	pending |= 1u << nr;
}

bool local_softirq_pending(void)
{
	return pending;
}

bool in_softirq(void)
{
	return running;
}

void handle_softirqs(void)
{
	struct softirq_action *h;
	unsigned int now;
	int nr;

	running = true;
	while ((now = pending)) {
		pending = 0;
		for (nr = 0; nr < NR_SOFTIRQS; nr++) {
			if (!(now & 1u << nr))
				continue;
			h = &softirq_vec[nr];
			h->action(h);
		}
	}
	running = false;
}

/* Not within a softirq, nor where they are held back: what is pending stays so. */
void do_softirq(void)
{
	if (!running && !disabled && pending)
		handle_softirqs();
}

void local_bh_disable(void)
{
	disabled++;
}

void local_bh_enable(void)
{
	BUG_ON(!disabled);
	disabled--;
	if (unlikely(local_softirq_pending()))
		do_softirq();
}

void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *))
{
	t->next = NULL;
	t->scheduled = false;
	t->callback = callback;
}

void tasklet_schedule(struct tasklet_struct *t)
{
	if (t->scheduled)
		return;
	t->scheduled = true;
	t->next = NULL;
	*tasklet_tail = t;
	tasklet_tail = &t->next;
	raise_softirq(TASKLET_SOFTIRQ);
}

static void tasklet_action(struct softirq_action *a __maybe_unused)
{
	struct tasklet_struct *t, *list = tasklet_vec;

	tasklet_vec = NULL;
	tasklet_tail = &tasklet_vec;
	while ((t = list)) {
		list = t->next;
		t->scheduled = false;
		t->callback(t);
	}
}

void __init softirq_init(void)
{
	open_softirq(TASKLET_SOFTIRQ, tasklet_action);
}
