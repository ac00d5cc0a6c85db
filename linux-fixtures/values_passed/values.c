/* Constants that are passed, and conditions on what they were passed to. */
#define NULL ((void *)0)
enum mode { READ, WRITE, CREATE, EXCL = 8 };

void any(void) { }
void near(void) { }
void reads(void) { }
void writes(void) { }
void makes(void) { }
void with_arg(void) { }
void other(void) { }
void huge(void) { }
void small(void) { }
void flagged(void) { }
void changed(void) { }

static void pick(int node)
{
	if (node == -1)
		any();
	else
		near();
}

static void hand_on(int prio, int node)
{
	pick(node);
}

void anywhere(void) { hand_on(3, -1); }
void on_two(void) { hand_on(3, 2); }
void on_some(int node) { hand_on(3, node); }

static void by_mode(enum mode m, void *arg)
{
	if (m == READ) {
		reads();
		return;
	}
	switch (m) {
	case WRITE:
		writes();
		break;
	case CREATE:
	case EXCL:
		makes();
		break;
	default:
		other();
	}
	if (arg)
		with_arg();
	if (m & EXCL)
		flagged();
}

void do_read(void) { by_mode(READ, NULL); }
void do_write(void) { by_mode(WRITE, NULL); }
void do_make(int *p) { by_mode(EXCL, &p); }

static inline int large_supported(int x) { return 0; }

void order(int x)
{
	if (large_supported(x))
		huge();
	small();
}

/* Its own parameter is another thing by then. */
static void normalise(int node)
{
	if (node == -1)
		node = 1;
	if (node != -1)
		changed();
}

void from_none(void) { normalise(-1); }

static void adjust(int *p) { *p = 1; }

static void by_pointer(int node)
{
	adjust(&node);
	if (node == 1)
		changed();
}

void from_zero(void) { by_pointer(0); }

struct ops { void (*f)(enum mode m, void *arg); };
const struct ops ops = { .f = by_mode };
void through(const struct ops *o) { o->f(WRITE, NULL); }

/* The first operand decides: in this configuration no object is large, whatever its bit says. */
struct object { unsigned long bits; };
extern int test_bit(int nr, const unsigned long *bits);
void in_one_go(void) { }
void piecemeal(void) { }

static inline int is_large(const struct object *o) { return 0 && test_bit(1, &o->bits); }
static inline int is_marked(const struct object *o) { return 1 && test_bit(2, &o->bits); }

void read_large(struct object *o, int size)
{
	if (!is_large(o) || size < 4)
		goto fallback;
	in_one_go();
	return;
fallback:
	piecemeal();
}

void read_marked(struct object *o, int size)
{
	if (!is_marked(o) || size < 4)
		goto fallback;
	in_one_go();
	return;
fallback:
	piecemeal();
}
