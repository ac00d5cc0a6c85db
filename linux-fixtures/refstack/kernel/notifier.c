/* SPDX-License-Identifier: MIT */
/* Chains of notifiers, the highest priority first. */
#include <linux/notifier.h>

int raw_notifier_chain_register(struct raw_notifier_head *nh, struct notifier_block *n)
{
	struct notifier_block **nl = &nh->head;

	while (*nl && (*nl)->priority >= n->priority)
		nl = &(*nl)->next;
	n->next = *nl;
	*nl = n;
	return 0;
}

static int notifier_call_chain(struct notifier_block *nb, unsigned long val, void *v)
{
	int ret = NOTIFY_DONE;

	while (nb) {
		struct notifier_block *next_nb = nb->next;

		ret = nb->notifier_call(nb, val, v);
		if (ret == NOTIFY_STOP)
			break;
		nb = next_nb;
	}
	return ret;
}

int raw_notifier_call_chain(struct raw_notifier_head *nh, unsigned long val, void *v)
{
	return notifier_call_chain(nh->head, val, v);
}
