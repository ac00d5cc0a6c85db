/* SPDX-License-Identifier: MIT */
#include "heap.h"
#include "queries/query.h"

#include "base/xalloc.h"

static int item_less(const struct heap_item *a, const struct heap_item *b)
{
	if (a->key != b->key)
		return a->key < b->key;
	return a->length != b->length ? a->length < b->length : a->label < b->label;
}

void heap_push(struct heap *h, uint64_t key, uint64_t length, uint32_t label)
{
	struct heap_item it = { key, length, label };
	uint32_t i = h->nr++;

	ALLOC_GROW(h->item, h->nr, h->alloc);
	for (; i && item_less(&it, &h->item[(i - 1) / 2]); i = (i - 1) / 2)
		h->item[i] = h->item[(i - 1) / 2];
	h->item[i] = it;
}

struct heap_item heap_pop(struct heap *h)
{
	struct heap_item top = h->item[0], last = h->item[--h->nr];
	uint32_t i = 0, child;

	while ((child = 2 * i + 1) < h->nr) {
		child += child + 1 < h->nr && item_less(&h->item[child + 1], &h->item[child]);
		if (!item_less(&h->item[child], &last))
			break;
		h->item[i] = h->item[child];
		i = child;
	}
	h->item[i] = last;
	return top;
}

void heap_release(struct heap *h)
{
	free(h->item);
	memset(h, 0, sizeof(*h));
}
