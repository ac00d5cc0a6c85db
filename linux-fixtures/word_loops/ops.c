/* SPDX-License-Identifier: MIT */
/* Loops that copy a struct's members one by one, as pointers to void pointers. */
struct port;

struct port_ops {
	int (*issue)(struct port *p);
	int (*freeze)(struct port *p);
	int (*lone)(struct port *p);
	const struct port_ops *inherits;
};

struct port { struct port_ops *ops; };

static int bmdma_issue(struct port *p) { return 0; }
static int sff_freeze(struct port *p) { return 0; }
static int own_freeze(struct port *p) { return 0; }

static const struct port_ops sff_ops = { .freeze = sff_freeze };
static const struct port_ops bmdma_ops = { .inherits = &sff_ops, .issue = bmdma_issue };
static struct port_ops piix_ops = { .inherits = &bmdma_ops, .freeze = own_freeze };

static void inherit_all(struct port_ops *ops)
{
	const struct port_ops *cur;
	void **begin = (void **)ops, **end = (void **)&ops->inherits, **pp;

	for (cur = ops->inherits; cur; cur = cur->inherits) {
		void **from = (void **)cur;

		for (pp = begin; pp < end; pp++, from++)
			if (!*pp)
				*pp = *from;
	}
	ops->inherits = 0;
}

static struct port port = { .ops = &piix_ops };

void probe(void)
{
	inherit_all(port.ops);
}

int issue(void) { return port.ops->issue(&port); }	/* @issue */
int freeze(void) { return port.ops->freeze(&port); }
int lone(void) { return port.ops->lone(&port); }

/* by index, of two structs of one type */
struct hyper { void (*init)(void); int (*probe)(void); };

static void nothing(void) { }
static int no_probe(void) { return 0; }
static void kvm_init(void) { }

static struct hyper x86_hyper = { .init = nothing, .probe = no_probe };
static const struct hyper kvm = { .init = kvm_init };

static void copy_array(const void *src, void *target, unsigned int size)
{
	unsigned int i, n = size / sizeof(void *);
	const void * const *from = (const void * const *)src;
	const void **to = (const void **)target;

	for (i = 0; i < n; i++)
		if (from[i])
			to[i] = from[i];
}

void detect(void) { copy_array(&kvm, &x86_hyper, sizeof(kvm)); }
void platform(void) { x86_hyper.init(); }
int probe_platform(void) { return x86_hyper.probe(); }
