/* SPDX-License-Identifier: MIT */
#include "batch.h"

#include "base/xalloc.h"

void batches_init(struct batches *b)
{
	memset(b, 0, sizeof(*b));
	b->slot = xcalloc(BATCHES, sizeof(*b->slot));
	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->changed, NULL);
}

void batches_release(struct batches *b)
{
	free(b->slot);
	pthread_mutex_destroy(&b->lock);
	pthread_cond_destroy(&b->changed);
}

struct batch *batches_new(struct batches *b)
{
	struct batch *slot;

	pthread_mutex_lock(&b->lock);
	while (b->made - b->taken == BATCHES && !b->stopped)
		pthread_cond_wait(&b->changed, &b->lock);
	slot = &b->slot[b->made % BATCHES];
	pthread_mutex_unlock(&b->lock);
	slot->nr = 0;
	return slot;
}

void batches_put(struct batches *b)
{
	pthread_mutex_lock(&b->lock);
	if (!b->stopped && b->made++ == b->taken)
		pthread_cond_signal(&b->changed);
	pthread_mutex_unlock(&b->lock);
}

static void tell(struct batches *b, int *what)
{
	pthread_mutex_lock(&b->lock);
	*what = 1;
	pthread_cond_signal(&b->changed);
	pthread_mutex_unlock(&b->lock);
}

void batches_done(struct batches *b)
{
	tell(b, &b->done);
}

void batches_stop(struct batches *b)
{
	tell(b, &b->stopped);
}

/* The maker waits only where all are full: it goes on once half of them are
 * written. */
const struct batch *batches_get(struct batches *b)
{
	struct batch *slot = NULL;

	pthread_mutex_lock(&b->lock);
	if (b->holding) {
		b->taken++;
		if (b->made - b->taken == BATCHES / 2)
			pthread_cond_signal(&b->changed);
	}
	while (b->made == b->taken && !b->done)
		pthread_cond_wait(&b->changed, &b->lock);
	b->holding = b->made != b->taken;
	if (b->holding)
		slot = &b->slot[b->taken % BATCHES];
	pthread_mutex_unlock(&b->lock);
	return slot;
}
