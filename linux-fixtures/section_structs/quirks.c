/* SPDX-License-Identifier: MIT */
struct pci_dev {
	int vendor;
};

struct pci_fixup {
	unsigned short vendor;
	unsigned short device;
	int hook_offset;
};

extern struct pci_fixup __start_pci_fixups_early[], __end_pci_fixups_early[];

static inline void *offset_to_ptr(const int *off)
{
	return (void *)((unsigned long)off + *off);
}

static void do_one_fixup(struct pci_dev *dev, void (*fn)(struct pci_dev *dev))
{
	fn(dev);		/* @debug */
}

void pci_do_fixups(struct pci_dev *dev, struct pci_fixup *f, struct pci_fixup *end)
{
	for (; f < end; f++)
		if (f->vendor == dev->vendor) {
			void (*hook)(struct pci_dev *dev);

			hook = offset_to_ptr(&f->hook_offset);
			do_one_fixup(dev, hook);
			hook(dev);		/* @hook */
		}
}

void pci_fixup_device(struct pci_dev *dev)
{
	pci_do_fixups(dev, __start_pci_fixups_early, __end_pci_fixups_early);
}

static void quirk_mmio(struct pci_dev *dev) { }
static void quirk_other(struct pci_dev *dev) { }

#define DECLARE_PCI_FIXUP_EARLY(vendor, hook)				\
	static void * __attribute__((used)) addressable_##hook = hook;	\
	__asm__(".section .pci_fixup_early, \"a\"\n"			\
		".balign 16\n"						\
		".short " #vendor ", 0\n"				\
		".long " #hook " - .\n"					\
		".previous\n")

DECLARE_PCI_FIXUP_EARLY(0x8086, quirk_mmio);
DECLARE_PCI_FIXUP_EARLY(0x10de, quirk_other);
