/* SPDX-License-Identifier: MIT */
typedef unsigned long size_t;

struct virtqueue {
	void (*callback)(struct virtqueue *vq);
};

struct kmem_cache {
	void (*ctor)(void *object);
};

void *kcalloc(size_t n, size_t size);
void kfree(const void *p);

struct kmem_cache *kmem_cache_create(const char *name, size_t size, void (*ctor)(void *))
{
	struct kmem_cache *s = kcalloc(1, sizeof(*s));

	s->ctor = ctor;
	return s;
}

void *kmem_cache_alloc(struct kmem_cache *s, void *object)
{
	if (s->ctor)
		s->ctor(object);		/* @ctor */
	return object;
}

static void inode_init_once(void *object) { }
static void rx_done(struct virtqueue *vq) { }
static void tx_done(struct virtqueue *vq) { }
static void lonely(struct virtqueue *vq) { }

void (*unused)(struct virtqueue *vq) = lonely;

static void setup_vq(struct virtqueue *vq, void (*callback)(struct virtqueue *))
{
	vq->callback = callback;
}

static void find_vqs(struct virtqueue *vq, unsigned n, void (**callbacks)(struct virtqueue *))
{
	unsigned i;

	for (i = 0; i < n; i++)
		setup_vq(&vq[i], callbacks[i]);
}

void init_vqs(struct virtqueue *vq, unsigned n)
{
	void (**callbacks)(struct virtqueue *) = kcalloc(n, sizeof(*callbacks));

	callbacks[0] = rx_done;
	callbacks[1] = tx_done;
	find_vqs(vq, n, callbacks);
	kfree(callbacks);
}

void vring_interrupt(struct virtqueue *vq)
{
	vq->callback(vq);			/* @irq */
}

struct kmem_cache *inode_cache;

void init(void)
{
	inode_cache = kmem_cache_create("inode", 64, inode_init_once);
}
