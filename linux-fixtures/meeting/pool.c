/* Who puts work into a queue and who takes it out: neither calls the other. */
struct work { struct work *next; };
struct pool { struct work *worklist; int count; };
struct stats { int count; struct work *worklist; };

static struct pool pool;
static struct stats stats;

static void insert_work(struct pool *p, struct work *w)
{
	w->next = p->worklist;
	p->worklist = w;
	p->count++;
}

void queue_work(struct work *w) { insert_work(&pool, w); }

static struct work *take_work(struct pool *p)
{
	struct work *w = p->worklist;

	p->worklist = w->next;
	return w;
}

void worker(void) { take_work(&pool); }

/* It uses the same field in a function that both call, and a field that is no queue: they meet nowhere. */
int length(void) { return pool.count; }

static void clear(struct stats *s) { s->worklist = 0; }
void begin(void) { clear(&stats); }
void end(void) { clear(&stats); }
