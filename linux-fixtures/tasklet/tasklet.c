/* SPDX-License-Identifier: MIT */
struct tasklet_struct {
	struct tasklet_struct *next;
	int use_callback;
	union {
		void (*func)(unsigned long data);
		void (*callback)(struct tasklet_struct *t);
	};
	unsigned long data;
};

static struct tasklet_struct *head;

void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *))
{
	t->callback = callback;
	t->use_callback = 1;
}

void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long), unsigned long data)
{
	t->func = func;
	t->data = data;
}

void __tasklet_schedule(struct tasklet_struct *t)
{
	t->next = head;
	head = t;
}

static inline void tasklet_schedule(struct tasklet_struct *t)
{
	__tasklet_schedule(t);
}

void tasklet_action(void)
{
	struct tasklet_struct *t = head;

	if (t->use_callback)
		t->callback(t);	/* @callback */
	else
		t->func(t->data);	/* @func */
}

static struct tasklet_struct tx_tasklet, old_tasklet;

static void free_buffers(void) { }
static void tx_done(struct tasklet_struct *t) { free_buffers(); }
static void old_done(unsigned long data) { }

void init(void)
{
	tasklet_setup(&tx_tasklet, tx_done);
	tasklet_init(&old_tasklet, old_done, 0);
}

void interrupt(void)
{
	tasklet_schedule(&tx_tasklet);	/* @schedule */
}

void old_interrupt(void)
{
	tasklet_schedule(&old_tasklet);
}
