/* SPDX-License-Identifier: MIT */
/*
 * Places where the stack tells whoever listens what it does. Nothing happens
 * at a tracepoint unless a probe was registered (host/demo.c does).
 */
#ifndef _LINUX_TRACEPOINT_H
#define _LINUX_TRACEPOINT_H

#include <linux/compiler.h>

#define DECLARE_TRACE(name, proto, args) \
	extern void (*__tracepoint_##name) proto; \
	static inline void trace_##name proto \
	{ \
		if (unlikely(__tracepoint_##name)) \
			__tracepoint_##name args; \
	} \
	static inline void register_trace_##name(void (*probe) proto) \
	{ \
		__tracepoint_##name = probe; \
	}
#define DEFINE_TRACE(name, proto)	void (*__tracepoint_##name) proto

struct sock;
struct sk_buff;
DECLARE_TRACE(inet_sock_set_state, (const struct sock *sk, int oldstate, int newstate),
	      (sk, oldstate, newstate))
DECLARE_TRACE(net_dev_xmit, (const struct sk_buff *skb), (skb))
DECLARE_TRACE(netif_receive_skb, (const struct sk_buff *skb), (skb))

#endif
