/* SPDX-License-Identifier: MIT */
#define container_of(ptr, type, member) ({				\
	const __typeof__(((type *)0)->member) *m_ = (ptr);		\
	(type *)((char *)m_ - __builtin_offsetof(type, member));	\
})

struct kobject {
	int refs;
	void (*release)(struct kobject *kobj);
};

struct device {
	struct kobject kobj;
	void (*remove)(struct device *dev);
};

struct platform_device {
	int id;
	struct device dev;
	int (*probe)(struct platform_device *pdev);
};

struct disk {
	struct kobject kobj;
	void (*eject)(struct disk *disk);
};

static void plat_remove(struct device *dev)
{
	struct platform_device *pdev = container_of(dev, struct platform_device, dev);

	pdev->probe(pdev);	/* @probe */
}

static int plat_probe(struct platform_device *pdev) { return pdev->id; }
static void disk_eject(struct disk *disk) { }

static void device_release(struct kobject *kobj)
{
	struct device *dev = container_of(kobj, struct device, kobj);

	dev->remove(dev);	/* @remove */
}

static void disk_release(struct kobject *kobj)
{
	container_of(kobj, struct disk, kobj)->eject(container_of(kobj, struct disk, kobj));
}

void kobject_put(struct kobject *kobj)
{
	if (!--kobj->refs)
		kobj->release(kobj);	/* @put */
}

void platform_device_add(struct platform_device *pdev)
{
	pdev->dev.kobj.release = device_release;
	pdev->dev.remove = plat_remove;
	pdev->probe = plat_probe;
}

void disk_add(struct disk *disk)
{
	disk->kobj.release = disk_release;
	disk->eject = disk_eject;
}
