/* SPDX-License-Identifier: MIT */
/* Structs copied as a whole: each member arrives where it is read, and no other. */
typedef unsigned long size_t;

void *memcpy(void *to, const void *from, size_t n);
void *kmalloc(size_t n);

struct hc_driver {
	int flags;
	int (*start)(int irq);
	int (*enqueue)(int urb);
	int (*idle)(void);
};

static int ohci_start(int irq) { return 0; }
static int ohci_enqueue(int urb) { return 0; }
static int xhci_start(int irq) { return 0; }
static int xhci_enqueue(int urb) { return 0; }
static int other_start(int irq) { return 0; }

static const struct hc_driver ohci = { .start = ohci_start, .enqueue = ohci_enqueue };
static const struct hc_driver xhci = { .start = xhci_start, .enqueue = xhci_enqueue };
static const struct hc_driver other = { .start = other_start };

/* a template, through a parameter */
static struct hc_driver pci_driver, plat_driver, lone_driver;

static void init_driver(struct hc_driver *drv, int flags)
{
	*drv = ohci;
	drv->flags = flags;
}

static void init_pci(void) { init_driver(&pci_driver, 1); }
int run_pci(void) { return pci_driver.enqueue(0); }
int idle_pci(void) { return pci_driver.idle(); }

/* one member is set by hand afterwards */
static void init_plat(void)
{
	plat_driver = xhci;
	plat_driver.start = other_start;
}

int start_plat(void) { return plat_driver.start(0); }
int run_plat(void) { return plat_driver.enqueue(0); }

/* no copy leads here */
static void init_lone(void) { lone_driver.start = xhci_start; }
int start_lone(void) { return lone_driver.start(0); }

/* memcpy, in a wrapper that knows no type */
static struct hc_driver by_bytes;

static void copy_bytes(void *to, const void *from, size_t n)
{
	char *at = to;

	memcpy(at, from, n);
}

static void init_bytes(void) { copy_bytes(&by_bytes, &xhci, sizeof(xhci)); }
int run_bytes(void) { return by_bytes.enqueue(0); }

/* an array's elements */
static struct hc_driver table[4];

static void add(int i, const struct hc_driver *d) { table[i] = *d; }
static void init_table(void)
{
	add(0, &ohci);
	add(1, &other);
}

int start_table(int i) { return table[i].start(0); }

/* a struct in a struct: the whole, and the part */
struct hcd { int id; struct hc_driver drv; };

static struct hcd inner, outer, third;

static void init_nested(void)
{
	inner.drv = xhci;
	outer = inner;
	memcpy(&third.drv, &ohci, sizeof(ohci));
}

int start_nested(void) { return outer.drv.start(0); }
int start_part(void) { return third.drv.start(0); }

/* by value: returned, passed, passed through a pointer */
static struct hc_driver choose(int x)
{
	return x ? xhci : other;
}

int start_chosen(int x)
{
	struct hc_driver d = choose(x);

	return d.start(x);
}

static int start_given(struct hc_driver d) { return d.start(0); }
static int start_through(struct hc_driver d) { return d.start(0); }
static int (*const starter)(struct hc_driver d) = start_through;

int start_values(void)
{
	return start_given(ohci) + starter(xhci);
}

/* one member of it, as bytes */
struct phy { int (*read)(int); int (*write)(int); };

static const struct phy marvell = { .read = other_start, .write = xhci_start };
static struct phy part;

static void init_member(void) { memcpy(&part.write, &marvell.write, sizeof(part.write)); }
int write_member(void) { return part.write(0); }
int read_member(void) { return part.read(0); }

/* what was allocated, and read through what is stored of it */
struct probe { int (*func)(int); };
struct list { struct probe *first; };

static const struct probe counter = { .func = other_start };
static struct list list;

static void grow(const struct probe *d)
{
	struct probe *n = kmalloc(2 * sizeof(*n));

	n[1] = *d;
	list.first = n;
}

static void init_list(void) { grow(&counter); }
int start_list(void) { return list.first->func(0); }

void boot(void)
{
	init_pci();
	init_plat();
	init_lone();
	init_bytes();
	init_table();
	init_nested();
	init_member();
	init_list();
}

/* A text that an untyped pointer leads to is no struct, though others that it may lead
 * to are (a dentry's d_fsdata, in nfs_path()). */
struct node {
	void *data;
};

struct text_ops {
	int (*open)(void);
	int (*close)(void);
};

static int mine_open(void) { return 0; }
static int yours_open(void) { return 0; }
static struct text_ops mine = { .open = mine_open }, yours = { .open = yours_open };
static struct node mine_node = { &mine }, yours_node = { &yours };

void write_path(char *buffer, struct node *n, size_t len)
{
	char *end = buffer + 100;
	const char *base = n->data;

	memcpy(end - len, base, len);
}

int path_of(void)
{
	write_path((char *)mine_node.data, &yours_node, 4);
	return mine.open();
}

/* What a copier returns is an object of its own, with what was in the other and what is stored later. */
typedef unsigned long size_type;
extern void *kmalloc_of(size_type size);
extern void *kmemdup(const void *src, size_type size, unsigned gfp);
struct chip { void (*mask)(void), (*unmask)(void), (*ack)(void); };
static void mask_all(void) { }
static void mask_one(void) { }
static void unmask_all(void) { }
static void ack_one(void) { }
static const struct chip chip_all = { .mask = mask_all, .unmask = unmask_all }, chip_one = { .mask = mask_one };
/* this one has a body, which every caller shares */
void *devm_kmemdup(void *dev, const void *src, size_type size, unsigned gfp)
{
	void *p = kmalloc_of(size);

	if (p)
		__builtin_memcpy(p, src, size);
	return p;
}

void use_copy(void)
{
	struct chip *c = kmemdup(&chip_all, sizeof(chip_all), 0);

	c->mask();
	c->ack = ack_one;
}

void use_changed(void *dev)
{
	struct chip *c = devm_kmemdup(dev, &chip_one, sizeof(*c), 0);

	c->unmask = unmask_all;
	c->mask();
	c->unmask();
}

/* of what is not known to be what: anything of the type */
void use_unknown(const struct chip *from)
{
	struct chip *c = kmemdup(from, sizeof(*from), 0);

	c->mask();
}
