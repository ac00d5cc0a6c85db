/* A device's bus and the drivers on it: what the way has stored, or passed, is what is called. */
struct device;
struct driver;
struct bus { int (*probe)(struct device *d); };
struct driver { const struct bus *bus; };
struct device { const struct bus *bus; struct driver *driver; };
struct card_driver { int (*start)(struct device *d); struct driver base; };

static struct card_driver *driver_of(struct device *d) { return (struct card_driver *)d->driver; }

static int slot_probe(struct device *d) { return driver_of(d)->start(d); }
static int wire_probe(struct device *d) { return 0; }
static const struct bus slot_bus = { .probe = slot_probe };
static const struct bus wire_bus = { .probe = wire_probe };
static const struct bus bare_bus = { 0 };

static int call_probe(struct device *d) { return d->bus->probe(d); }
static int match(struct device *d) { return call_probe(d); }
int device_add(struct device *d) { return match(d); }

static struct device *all;

static int bind(struct driver *drv)
{
	all->driver = drv;
	return call_probe(all);
}

static int attach(struct driver *drv) { return bind(drv); }
static int bus_add_driver(struct driver *drv) { return attach(drv); }

int register_card(struct card_driver *drv)
{
	drv->base.bus = &slot_bus;
	return bus_add_driver(&drv->base);
}

/* ---- drivers ---- */

static int sound_start(struct device *d) { return 0; }
static int video_start(struct device *d) { return 0; }
static struct card_driver sound_driver = { .start = sound_start };
static struct card_driver video_driver = { .start = video_start };

static int sound_init(void) { return register_card(&sound_driver); }
static int video_wanted, video_here;
static int video_init(void)
{
	if (video_wanted)
		if (video_here)
			return register_card(&video_driver);
	return 0;
}

/* ---- who adds devices ---- */

static int add_bare(struct device *d)
{
	d->bus = &bare_bus;
	return device_add(d);
}

static int add_wire(struct device *d)
{
	d->bus = &wire_bus;
	return device_add(d);
}

/* Which of the two is not known: it may be either. */
static int add_either(struct device *d, int which)
{
	if (which)
		d->bus = &wire_bus;
	else
		d->bus = &slot_bus;
	return device_add(d);
}

void boot(struct device *d)
{
	add_bare(d);
	sound_init();
	video_init();
}

void plug_wire(struct device *d)
{
	add_wire(d);
	add_bare(d);
}

void plug_bare(struct device *d) { add_bare(d); }
void plug_either(struct device *d) { add_either(d, 0); }
