/* What is passed on the way decides which table is called through, and which branch is taken. */
struct get_ops { int (*getnew)(int key); int (*more)(int key); };

int enough;

void made_array(int key) { }
void made_queue(int key) { }
void made_late(int key) { }
void made(int key) { made_array(key); }

static int new_array(int key) { made(key); return 0; }
static int new_queue(int key) { made(key); return 0; }
static int new_late(int key) { made(key); return 0; }

static struct get_ops array_ops = { .getnew = new_array };
static struct get_ops queue_ops = { .getnew = new_queue };
static struct get_ops late_ops;

static int get_new(const struct get_ops *ops, int key)
{
	return ops->getnew(key);
}

static int get(const struct get_ops *ops, int key)
{
	if (key)
		return 0;
	return get_new(ops, key);
}

int array_get(int key) { return get(&array_ops, key); }
int queue_get(int key) { return get(&queue_ops, key); }

/* Nothing is known of what this table holds before somebody fills it. */
void late_init(struct get_ops *ops) { ops->getnew = new_late; }
int late_get(int key)
{
	late_init(&late_ops);
	return get(&late_ops, key);
}

/* Another table than the one that was passed. */
static int get_own(const struct get_ops *ops, int key)
{
	ops = &queue_ops;
	return ops->getnew(key);
}
int own_get(int key) { return get_own(&array_ops, key); }

/* One constant is all that is assigned to `node`: who passes that knows what it is … */
#define ANY_NODE (-1)
void on_any_node(void) { }
void on_node(int node) { }

static void alloc_at(int node)
{
	if (node == ANY_NODE)
		on_any_node();
	else
		on_node(node);
}

static void slow(int node)
{
	if (node != ANY_NODE && enough)
		node = ANY_NODE;
	alloc_at(node);
}

void alloc_anywhere(void) { slow(ANY_NODE); }
/* … and who passes something else does not. */
void alloc_first(void) { slow(0); }

/* Two constants are assigned here. */
static void slower(int node)
{
	if (enough)
		node = 1;
	else if (node != 3)
		node = ANY_NODE;
	alloc_at(node);
}
void alloc_second(void) { slower(ANY_NODE); }
