/* SPDX-License-Identifier: MIT */
/* A table of routes, the longest prefix first. (A real machine has a trie: it has many routes.) */
#include <linux/kernel.h>
#include <net/route.h>

int fib_table_lookup(struct fib_table *tb, const struct flowi4 *flp, struct fib_result *res)
{
	struct fib_alias *fa;

	list_for_each_entry(fa, &tb->aliases, fa_list) {
		if ((flp->daddr ^ fa->dst) & inet_make_mask(fa->plen))
			continue;
		if (!netif_running(fa->dev) || (flp->flowi4_oif && flp->flowi4_oif != fa->dev->ifindex))
			continue;
		*res = (struct fib_result){
			.type = fa->type, .prefixlen = fa->plen, .gateway = fa->gateway,
			.prefsrc = fa->prefsrc, .dev = fa->dev,
		};
		return 0;
	}
	return -ENETUNREACH;
}

void fib_table_insert(struct fib_table *tb, __be32 dst, u8 plen, u8 type, __be32 gw, __be32 src,
		      struct net_device *dev)
{
	struct fib_alias *fa = kzalloc(sizeof(*fa), GFP_KERNEL), *other;

	fa->dst = dst & inet_make_mask(plen);
	fa->plen = plen;
	fa->type = type;
	fa->gateway = gw;
	fa->prefsrc = src;
	fa->dev = dev;
	list_for_each_entry(other, &tb->aliases, fa_list)
		if (other->plen < plen)
			break;
	list_add_tail(&fa->fa_list, &other->fa_list);
}

static void __alias_free_mem(struct rcu_head *head)
{
	kfree(container_of(head, struct fib_alias, rcu));
}

/* All routes through `dev`; all routes where it is NULL. */
void fib_table_flush(struct fib_table *tb, struct net_device *dev)
{
	struct fib_alias *fa, *next;

	list_for_each_entry_safe(fa, next, &tb->aliases, fa_list) {
		if (dev && fa->dev != dev)
			continue;
		list_del_init(&fa->fa_list);
		call_rcu(&fa->rcu, __alias_free_mem);
	}
}

struct fib_table *fib_new_table(void)
{
	struct fib_table *tb = kzalloc(sizeof(*tb), GFP_KERNEL);

	INIT_LIST_HEAD(&tb->aliases);
	return tb;
}

void fib_free_table(struct fib_table *tb)
{
	fib_table_flush(tb, NULL);
	kfree(tb);
}
