/* SPDX-License-Identifier: MIT */
struct work_struct {
	unsigned long data;
	void (*func)(struct work_struct *work);
};

struct delayed_work {
	struct work_struct work;
	int timer;
};

struct device {
	int id;
	struct work_struct reset_task;
	struct delayed_work watchdog_task;
};

#define INIT_WORK(_work, _func) do {		\
	(_work)->data = 0;			\
	(_work)->func = (_func);		\
} while (0)
#define INIT_DELAYED_WORK(_work, _func) INIT_WORK(&(_work)->work, (_func))
#define DECLARE_WORK(n, f) struct work_struct n = { .func = (f) }

static struct work_struct *queue[8];
static int queued;

int queue_work_on(int cpu, struct work_struct *work)
{
	queue[queued++] = work;
	return 1;
}

static inline int schedule_work(struct work_struct *work)
{
	return queue_work_on(-1, work);
}

int queue_delayed_work_on(int cpu, struct delayed_work *dwork, unsigned long delay)
{
	return queue_work_on(cpu, &dwork->work);
}

static inline int schedule_delayed_work(struct delayed_work *dwork, unsigned long delay)
{
	return queue_delayed_work_on(-1, dwork, delay);
}

static void process_one_work(struct work_struct *work)
{
	void (*current_func)(struct work_struct *work) = work->func;

	current_func(work);	/* @run */
}

int worker_thread(void *unused)
{
	while (queued)
		process_one_work(queue[--queued]);
	return 0;
}

static void hw_reset(void) { }
static void reset_work(struct work_struct *work) { hw_reset(); }
static void watchdog_work(struct work_struct *work) { }
static void release_memory(void) { }
static void vmstat_work(struct work_struct *work) { release_memory(); }

static DECLARE_WORK(vmstat, vmstat_work);

void probe(struct device *dev)
{
	INIT_WORK(&dev->reset_task, reset_work);
	INIT_DELAYED_WORK(&dev->watchdog_task, watchdog_work);
}

void tx_timeout(struct device *dev)
{
	schedule_work(&dev->reset_task);	/* @reset */
}

void link_up(struct device *dev)
{
	schedule_delayed_work(&dev->watchdog_task, 10);
}

void vmstat_update(void)
{
	schedule_work(&vmstat);
}

void reset_all(struct device *dev)
{
	probe(dev);
	tx_timeout(dev);
}

/* one struct for several kinds of work: what is made ready just before is what is started */
struct rpc { int done; struct work_struct work; struct rpc *next; };

static void run_rpc(struct work_struct *work) { }
static void free_rpc(struct work_struct *work) { }
static void retry_rpc(struct work_struct *work) { }

void rpc_start(struct rpc *r)
{
	INIT_WORK(&r->work, run_rpc);
	schedule_work(&r->work);
}

void rpc_put(struct rpc *r)
{
	INIT_WORK(&r->work, free_rpc);
	if (r->done)
		schedule_work(&r->work);
}

/* made ready under a condition, or elsewhere, or of another struct: any of them may be started */
void rpc_again(struct rpc *r)
{
	if (r->done)
		INIT_WORK(&r->work, retry_rpc);
	schedule_work(&r->work);
}

void rpc_either(struct rpc *r)
{
	INIT_WORK(&r->work, run_rpc);
	if (r->done)
		INIT_WORK(&r->work, retry_rpc);
	schedule_work(&r->work);
}

void rpc_other(struct rpc *r)
{
	INIT_WORK(&r->work, run_rpc);
	schedule_work(&r->next->work);
}

void rpc_moved(struct rpc *r)
{
	INIT_WORK(&r->work, run_rpc);
	r = r->next;
	schedule_work(&r->work);
}

static void rpc_set(struct rpc *r) { INIT_WORK(&r->work, retry_rpc); }

void rpc_called(struct rpc *r)
{
	INIT_WORK(&r->work, run_rpc);
	rpc_set(r);
	schedule_work(&r->work);
}

void rpc_kick(struct rpc *r) { schedule_work(&r->work); }
