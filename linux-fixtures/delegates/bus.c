/* SPDX-License-Identifier: MIT */
/* Drivers of several buses, each in a struct of its bus (dev->driver->pm, drivers/pci/pci-driver.c). */
struct dev;
struct pm_ops {
	int (*suspend)(struct dev *);
	int (*resume)(struct dev *);
	int (*idle)(struct dev *);
	int (*wake)(struct dev *);
};
struct bus { const char *name; const struct pm_ops *pm; };
struct driver { const char *name; struct bus *bus; const struct pm_ops *pm; };
struct dev { struct bus *bus; struct driver *driver; };
struct pci_driver { int id; struct driver driver; };
struct plat_driver { struct driver driver; int id; };

static int net_suspend(struct dev *d) { return 0; }
static int net_resume(struct dev *d) { return 0; }
static int net_wake(struct dev *d) { return 0; }
static int rtc_suspend(struct dev *d) { return 0; }
static int rtc_resume(struct dev *d) { return 0; }
static int own_suspend(struct dev *d) { return 0; }
static int late_idle(struct dev *d) { return 0; }

static const struct pm_ops net_pm = { .suspend = net_suspend, .resume = net_resume, .wake = net_wake };
static const struct pm_ops rtc_pm = { .suspend = rtc_suspend, .resume = rtc_resume };
static const struct pm_ops own_pm = { .suspend = own_suspend };
static const struct pm_ops late_pm = { .idle = late_idle };

static struct pci_driver net = { .driver = { .name = "net", .pm = &net_pm } };
static struct plat_driver rtc = { .driver = { .name = "rtc", .pm = &rtc_pm } };
static struct driver own = { .name = "own", .pm = &own_pm };

int pci_suspend(struct dev *d)
{
	const struct pm_ops *pm = d->driver ? d->driver->pm : 0;

	return pm && pm->suspend ? pm->suspend(d) : 0;
}

int pci_resume(struct dev *d) { return d->driver->pm->resume(d); }
int pci_idle(struct dev *d) { return d->driver->pm->idle(d); }
int plat_suspend(struct dev *d) { return d->driver->pm->suspend(d); }
int generic_wake(struct dev *d) { return d->driver->pm->wake(d); }
int generic_suspend(struct dev *d) { return d->driver->pm->suspend(d); }

static const struct pm_ops pci_pm = { .suspend = pci_suspend, .resume = pci_resume };
static const struct pm_ops plat_pm = { .suspend = plat_suspend };
static struct bus pci_bus = { "pci", &pci_pm }, plat_bus = { "platform", &plat_pm };

int register_driver(struct driver *drv);

int pci_register(struct pci_driver *drv)
{
	drv->driver.bus = &pci_bus;
	return register_driver(&drv->driver);
}

int plat_register(struct plat_driver *drv)
{
	drv->driver.bus = &plat_bus;
	return register_driver(&drv->driver);
}

void set_late(struct driver *drv) { drv->pm = &late_pm; }

int init(void) { return pci_register(&net) + plat_register(&rtc) + register_driver(&own); }

void bind(struct dev *a, struct dev *b, struct dev *c, struct driver *drv)
{
	a->driver = &net.driver;
	a->bus = &pci_bus;
	b->driver = &rtc.driver;
	b->bus = &plat_bus;
	c->driver = &own;
	set_late(drv);
}

int core_suspend(struct dev *d)
{
	int (*cb)(struct dev *) = d->bus->pm->suspend;

	if (!cb)
		cb = d->driver->pm->suspend;
	return cb(d);
}

int core_resume(struct dev *d)
{
	int (*cb)(struct dev *) = d->bus->pm->resume;

	if (!cb)
		cb = d->driver->pm->resume;
	return cb(d);
}
