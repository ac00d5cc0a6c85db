/* SPDX-License-Identifier: MIT */
/* The lists of hooks that NF_HOOK walks. */
#include <linux/init.h>
#include <linux/netfilter.h>

unsigned int nf_hooks_needed[NFPROTO_NUMPROTO][NF_INET_NUMHOOKS];
static struct list_head nf_hooks[NFPROTO_NUMPROTO][NF_INET_NUMHOOKS];

static int __init netfilter_init(void)
{
	int pf, hook;

	for (pf = 0; pf < NFPROTO_NUMPROTO; pf++)
		for (hook = 0; hook < NF_INET_NUMHOOKS; hook++)
			INIT_LIST_HEAD(&nf_hooks[pf][hook]);
	return 0;
}
pure_initcall(netfilter_init);

void nf_register_net_hook(struct nf_hook_ops *ops)
{
	struct nf_hook_ops *other;

	list_for_each_entry(other, &nf_hooks[ops->pf][ops->hooknum], list)
		if (other->priority > ops->priority)
			break;
	list_add_tail(&ops->list, &other->list);
	nf_hooks_needed[ops->pf][ops->hooknum]++;
}

void nf_unregister_net_hook(struct nf_hook_ops *ops)
{
	list_del_init(&ops->list);
	nf_hooks_needed[ops->pf][ops->hooknum]--;
}

static unsigned int nf_hook_entry_hookfn(const struct nf_hook_ops *entry, struct sk_buff *skb,
					 const struct nf_hook_state *state)
{
	return entry->hook(entry->priv, skb, state);
}

int nf_hook_slow(struct sk_buff *skb, struct nf_hook_state *state)
{
	struct nf_hook_ops *entry;

	list_for_each_entry(entry, &nf_hooks[state->pf][state->hook], list) {
		if (nf_hook_entry_hookfn(entry, skb, state) == NF_DROP) {
			kfree_skb(skb);
			return -EPERM;
		}
	}
	return 1;
}
