/* A condition says that the device has no function of its own, and then it is called. */
struct device;
struct operations { void (*submit)(struct device *d); };
struct device { const struct operations *ops; int plugged, held; };

static void map(struct device *d) { }
static void mapped(struct device *d) { map(d); }
static void striped(struct device *d) { map(d); }

static const struct operations mapped_ops = { .submit = mapped };
static const struct operations striped_ops = { .submit = striped };
static const struct operations none_ops = { 0 };

void open_mapped(struct device *d) { d->ops = &mapped_ops; }
void open_striped(struct device *d) { d->ops = &striped_ops; }
void open_none(struct device *d) { d->ops = &none_ops; }

static void hardware(struct device *d) { }

static void send(struct device *d)
{
	if (!d->ops->submit)
		hardware(d);
	else
		d->ops->submit(d);
}

static void by_queue(struct device *d) { send(d); }
static void by_stack(struct device *d) { send(d); }

/* The first branch is the plain one, but its function has nothing to call. */
void submit(struct device *d)
{
	if (!d->ops->submit)
		by_queue(d);
	else if (d->plugged)
		by_stack(d);
}

/* Where no other way is there the device may be another one. */
void submit_below(struct device *d)
{
	if (!d->ops->submit)
		by_queue(d);
}
