/* SPDX-License-Identifier: MIT */
#ifndef SECURITY_H
#define SECURITY_H

struct hlist_node {
	struct hlist_node *next, **pprev;
};

struct hlist_head {
	struct hlist_node *first;
};

union security_list_options {
	int (*socket_connect)(int fd);
	int (*socket_bind)(int fd);
	void (*sk_free)(int fd);
};

struct security_hook_heads {
	struct hlist_head socket_connect;
	struct hlist_head socket_bind;
	struct hlist_head sk_free;
};

struct security_hook_list {
	struct hlist_node list;
	struct hlist_head *head;
	union security_list_options hook;
	const char *lsm;
};

extern struct security_hook_heads security_hook_heads;
void security_add_hooks(struct security_hook_list *hooks, int count, const char *lsm);

#define LSM_HOOK_INIT(HEAD, HOOK) \
	{ .head = &security_hook_heads.HEAD, .hook = { .HEAD = HOOK } }

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - __builtin_offsetof(type, member)))
#define hlist_entry_safe(ptr, type, member) \
	({ __typeof__(ptr) e_ = (ptr); e_ ? container_of(e_, type, member) : 0; })
#define hlist_for_each_entry(pos, head, member)					\
	for (pos = hlist_entry_safe((head)->first, __typeof__(*(pos)), member);	\
	     pos;								\
	     pos = hlist_entry_safe((pos)->member.next, __typeof__(*(pos)), member))

#endif
