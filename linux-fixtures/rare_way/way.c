/* What seldom runs in the middle of a way is dearer than some plain conditions, but not than any number. */
static int a, b, c, d, e, f, g, h, i, j;

void finish(void) { }
void object_destroy(void) { finish(); }


static void plain(void)
{
	if (a)
		if (b)
			if (c)
				if (d)
					if (e)
						finish();
}

static void plainer(void)
{
	if (a)
		if (b)
			if (c)
				if (d)
					if (e)
						if (f)
							if (g)
								if (h)
									if (i)
										if (j)
											finish();
}

void release(void)
{
	object_destroy();
	plain();
}

void release_all(void)
{
	object_destroy();
	plainer();
}

/* It is no surprise where it is asked for. */
void forget(void) { object_destroy(); }

#define IOCB_DIRECT 1
#define IOCB_APPEND 2

void submit(void) { }
static void direct(void) { submit(); }
static void buffered(void) { submit(); }
static void appended(void) { submit(); }

/* What goes around the cache is asked for seldom: two other conditions are less. */
void read_file(int flags)
{
	if (flags & IOCB_DIRECT)
		direct();
	if (a)
		if (b)
			buffered();
}

/* Of plain conditions the fewer win. */
void write_file(int flags)
{
	if (flags & IOCB_APPEND)
		appended();
	if (a)
		if (b)
			buffered();
}

struct ref { int count; };
int refcount_dec_and_test(struct ref *r) { return !--r->count; }
void notify(void) {}
static void last_one(void) { notify(); }
static void each_time(void) { notify(); }

/* To put the last reference is seldom what happens: two other conditions are less. */
void put_file(struct ref *r)
{
	if (refcount_dec_and_test(r))
		last_one();
	if (a)
		if (b)
			each_time();
}

struct static_key { int enabled; };
static struct static_key fast_key;
static int static_branch_unlikely(struct static_key *k) { return k->enabled; }
static int static_branch_likely(struct static_key *k) { return k->enabled; }
void deliver(void) {}
static void hooked(void) { deliver(); }
static void stacked(void) { deliver(); }
void receive(void) {}
static void usual(void) { receive(); }
static void chosen(void) { receive(); }

/* What a key turns on that is off as a rule: two other conditions are less. */
void deliver_packet(void)
{
	if (static_branch_unlikely(&fast_key))
		hooked();
	if (a)
		if (b)
			stacked();
}

/* One that is on as a rule is a plain condition. */
void receive_packet(void)
{
	if (static_branch_likely(&fast_key))
		usual();
	if (a)
		if (b)
			chosen();
}

void port_died(void) { finish(); }

/* As with teardown: what is left when the hardware has died. */
void handle_port(void)
{
	port_died();
	plain();
}
