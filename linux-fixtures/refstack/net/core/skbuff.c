/* SPDX-License-Identifier: MIT */
/* Packets: making, growing, queueing, freeing them. */
#include <linux/skbuff.h>
#include <net/dst.h>
#include <net/sock.h>

struct sk_buff *alloc_skb(unsigned int size, gfp_t gfp)
{
	struct sk_buff *skb = kzalloc(sizeof(*skb), gfp);

	skb->head = skb->data = skb->tail = kzalloc(size, gfp);
	skb->end = skb->head + size;
	skb->truesize = size;
	return skb;
}

void skb_orphan(struct sk_buff *skb)
{
	if (skb->destructor)
		skb->destructor(skb);
	skb->destructor = NULL;
	skb->sk = NULL;
}

void __kfree_skb(struct sk_buff *skb)
{
	skb_dst_drop(skb);
	skb_orphan(skb);
	kfree(skb->head);
	kfree(skb);
}

/* for a packet that was dropped */
void kfree_skb(struct sk_buff *skb)
{
	if (skb)
		__kfree_skb(skb);
}

/* for one that did what it was for */
void consume_skb(struct sk_buff *skb)
{
	__kfree_skb(skb);
}

/* The bytes are copied, so both may change their headers. */
struct sk_buff *skb_clone(struct sk_buff *skb, gfp_t gfp)
{
	struct sk_buff *n = alloc_skb((unsigned int)(skb->end - skb->head), gfp);
	u8 *head = n->head;

	memcpy(head, skb->head, (size_t)(skb->end - skb->head));
	*n = *skb;
	n->next = n->prev = NULL;
	n->sk = NULL;
	n->destructor = NULL;
	n->cloned = 1;
	n->head = head;
	n->data = head + (skb->data - skb->head);
	n->tail = head + (skb->tail - skb->head);
	n->end = head + (skb->end - skb->head);
	if (n->_skb_refdst)
		dst_hold(n->_skb_refdst);
	return n;
}

void *skb_push(struct sk_buff *skb, unsigned int len)
{
	BUG_ON(skb_headroom(skb) < len);
	skb->data -= len;
	skb->len += len;
	return skb->data;
}

void *skb_pull(struct sk_buff *skb, unsigned int len)
{
	BUG_ON(len > skb->len);
	skb->len -= len;
	return skb->data += len;
}

void *skb_put(struct sk_buff *skb, unsigned int len)
{
	u8 *p = skb->tail;

	BUG_ON((size_t)(skb->end - skb->tail) < len);
	skb->tail += len;
	skb->len += len;
	return p;
}

void skb_trim(struct sk_buff *skb, unsigned int len)
{
	if (skb->len > len) {
		skb->len = len;
		skb->tail = skb->data + len;
	}
}

void __skb_insert(struct sk_buff *skb, struct sk_buff *prev, struct sk_buff_head *list)
{
	skb->prev = prev;
	skb->next = prev->next;
	prev->next->prev = skb;
	prev->next = skb;
	list->qlen++;
}

void __skb_unlink(struct sk_buff *skb, struct sk_buff_head *list)
{
	skb->prev->next = skb->next;
	skb->next->prev = skb->prev;
	skb->next = skb->prev = NULL;
	list->qlen--;
}

struct sk_buff *skb_dequeue(struct sk_buff_head *list)
{
	struct sk_buff *skb = skb_peek(list);

	if (skb)
		__skb_unlink(skb, list);
	return skb;
}

void skb_queue_purge(struct sk_buff_head *list)
{
	struct sk_buff *skb;

	while ((skb = skb_dequeue(list)))
		kfree_skb(skb);
}
