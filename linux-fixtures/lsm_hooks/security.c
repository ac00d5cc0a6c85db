/* SPDX-License-Identifier: MIT */
#include "security.h"

struct security_hook_heads security_hook_heads;

static void hlist_add_tail(struct hlist_node *n, struct hlist_head *head)
{
	n->next = head->first;
	head->first = n;
}

void security_add_hooks(struct security_hook_list *hooks, int count, const char *lsm)
{
	int i;

	for (i = 0; i < count; i++) {
		hooks[i].lsm = lsm;
		hlist_add_tail(&hooks[i].list, hooks[i].head);
	}
}

#define call_int_hook(FUNC, IRC, ...) ({				\
	int rc_ = IRC;							\
	struct security_hook_list *p_;					\
									\
	hlist_for_each_entry(p_, &security_hook_heads.FUNC, list) {	\
		rc_ = p_->hook.FUNC(__VA_ARGS__);			\
		if (rc_ != 0)						\
			break;						\
	}								\
	rc_;								\
})

int security_socket_connect(int fd)
{
	return call_int_hook(socket_connect, 0, fd);	/* @connect */
}

int security_socket_bind(int fd)
{
	return call_int_hook(socket_bind, 0, fd);
}
