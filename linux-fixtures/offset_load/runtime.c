/* SPDX-License-Identifier: MIT */
/* drivers/base/power/runtime.c: a callback is read at an offset in a table. */
typedef unsigned long size_t;
#define offsetof(TYPE, MEMBER) __builtin_offsetof(TYPE, MEMBER)
#define container_of(ptr, type, member) ((type *)((void *)(ptr) - offsetof(type, member)))

struct device;
typedef int (*pm_callback_t)(struct device *);

struct dev_pm_ops {
	int (*suspend)(struct device *dev);
	int (*runtime_suspend)(struct device *dev);
	int (*runtime_resume)(struct device *dev);
	int (*runtime_idle)(struct device *dev);
};

struct bus_type { const struct dev_pm_ops *pm; };
struct device { struct bus_type *bus; int id; };
struct usb_device { int speed; struct device dev; };

static int pci_suspend(struct device *dev) { return 0; }
static int pci_runtime_suspend(struct device *dev) { return 0; }
static int usb_runtime_suspend(struct device *dev) { return 0; }
static int usb_runtime_resume(struct device *dev) { return 0; }
static int usb_runtime_idle(struct device *dev) { return 0; }
static int led_probe(struct device *dev) { return 0; }

static const struct dev_pm_ops pci_pm = {
	.suspend = pci_suspend, .runtime_suspend = pci_runtime_suspend,
};
static const struct dev_pm_ops usb_pm = {
	.runtime_suspend = usb_runtime_suspend, .runtime_resume = usb_runtime_resume,
	.runtime_idle = usb_runtime_idle,
};
struct bus_type pci_bus = { .pm = &pci_pm }, usb_bus = { .pm = &usb_pm };
pm_callback_t probes[] = { led_probe };		/* of the same type */

static pm_callback_t __rpm_get_callback(struct device *dev, size_t cb_offset)
{
	pm_callback_t cb;
	const struct dev_pm_ops *ops;

	if (dev->bus && dev->bus->pm)
		ops = dev->bus->pm;
	else
		ops = (void *)0;
	if (ops)
		cb = *(pm_callback_t *)((void *)ops + cb_offset);
	else
		cb = (void *)0;
	return cb;
}

#define RPM_GET_CALLBACK(dev, callback) \
	__rpm_get_callback(dev, offsetof(struct dev_pm_ops, callback))

int rpm_suspend(struct device *dev)
{
	pm_callback_t callback = RPM_GET_CALLBACK(dev, runtime_suspend);

	return callback(dev);				/* @suspend */
}

int rpm_resume(struct device *dev)
{
	return RPM_GET_CALLBACK(dev, runtime_resume)(dev);	/* @resume */
}

/* container_of takes an offset away: this is not the device's field. */
int speed(struct device *dev)
{
	struct usb_device *u = container_of(dev, struct usb_device, dev);

	return u->dev.bus->pm->suspend(&u->dev);	/* @speed */
}
