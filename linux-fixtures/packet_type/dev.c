/* SPDX-License-Identifier: MIT */
struct list_head {
	struct list_head *next, *prev;
};

struct sk_buff {
	unsigned short protocol;
};

struct packet_type {
	unsigned short type;
	int (*func)(struct sk_buff *skb, struct packet_type *pt);
	struct list_head list;
};

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - __builtin_offsetof(type, member)))
#define READ_ONCE(x)	(*(const volatile __typeof__(x) *)&(x))
#define list_for_each_entry_rcu(pos, head, member)				\
	for (pos = container_of(READ_ONCE((head)->next), __typeof__(*pos), member);	\
	     &pos->member != (head);						\
	     pos = container_of(READ_ONCE(pos->member.next), __typeof__(*pos), member))

static struct list_head ptype_base[16];
static struct list_head ptype_all;

static void list_add_rcu(struct list_head *new, struct list_head *head)
{
	new->next = head->next;
	head->next = new;
}

static struct list_head *ptype_head(const struct packet_type *pt)
{
	return pt->type == 3 ? &ptype_all : &ptype_base[pt->type & 15];
}

void dev_add_pack(struct packet_type *pt)
{
	list_add_rcu(&pt->list, ptype_head(pt));
}

static int deliver_skb(struct sk_buff *skb, struct packet_type *pt_prev)
{
	return pt_prev->func(skb, pt_prev);	/* @func */
}

int __netif_receive_skb_core(struct sk_buff *skb)
{
	struct packet_type *ptype, *pt_prev = 0;
	int ret = 0;

	list_for_each_entry_rcu(ptype, &ptype_all, list) {
		if (pt_prev)
			ret = deliver_skb(skb, pt_prev);
		pt_prev = ptype;
	}
	list_for_each_entry_rcu(ptype, &ptype_base[skb->protocol & 15], list) {
		if (pt_prev)
			ret = deliver_skb(skb, pt_prev);
		pt_prev = ptype;
	}
	if (pt_prev)
		ret = pt_prev->func(skb, pt_prev);	/* @last */
	return ret;
}

static int ip_rcv(struct sk_buff *skb, struct packet_type *pt) { return 4; }
static int arp_rcv(struct sk_buff *skb, struct packet_type *pt) { return 6; }
static int never_added(struct sk_buff *skb, struct packet_type *pt) { return 0; }

static struct packet_type ip_packet_type = {
	.type = 0x0800,
	.func = ip_rcv,
};

static struct packet_type arp_packet_type = {
	.type = 0x0806,
	.func = arp_rcv,
};

void inet_init(void)
{
	dev_add_pack(&ip_packet_type);
}

void arp_init(void)
{
	dev_add_pack(&arp_packet_type);
}

int direct_use(struct sk_buff *skb)
{
	return never_added(skb, 0);
}
