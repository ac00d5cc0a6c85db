/* SPDX-License-Identifier: MIT */
/*
 * A host of its own: interfaces, routes, sockets. There are two in this
 * machine (more can be made); a task belongs to one.
 */
#ifndef _NET_NET_NAMESPACE_H
#define _NET_NET_NAMESPACE_H

#include <linux/list.h>
#include <linux/workqueue.h>

struct fib_table;
struct sock;

struct net {
	struct list_head list;
	char name[16];
	struct list_head dev_base_head;
	int ifindex;
	struct net_device *loopback_dev;
	struct fib_table *fib_main, *fib_local;
	struct {
		struct sock *icmp_sk;
		struct sock *tcp_sk;
		bool sysctl_ip_forward;
		unsigned int sysctl_ip_default_ttl;
	} ipv4;
	struct list_head cleanup_list;
};

struct pernet_operations {
	struct list_head list;
	int (*init)(struct net *net);
	void (*exit)(struct net *net);
};

extern struct net init_net;
extern struct list_head net_namespace_list;

struct net *copy_net_ns(const char *name);
void put_net(struct net *net);
int register_pernet_subsys(struct pernet_operations *ops);
int register_pernet_device(struct pernet_operations *ops);

#endif
