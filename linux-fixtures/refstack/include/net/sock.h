/* SPDX-License-Identifier: MIT */
/*
 * The network's end of a socket. What a full socket, a connection request and
 * a TIME_WAIT remnant have in common is a sock_common at their beginning, so
 * that one table holds all three; their names for its members are macros.
 */
#ifndef _NET_SOCK_H
#define _NET_SOCK_H

#include <linux/indirect_call_wrapper.h>
#include <linux/net.h>
#include <linux/skbuff.h>
#include <linux/timer.h>
#include <linux/tracepoint.h>
#include <net/dst.h>
#include <net/net_namespace.h>

struct proto;

struct sock_common {
	struct hlist_node skc_node;		/* in the table of connections */
	struct hlist_node skc_bind_node;	/* in the table of ports */
	__be32 skc_daddr, skc_rcv_saddr;
	__be16 skc_dport;
	u16 skc_num;
	u16 skc_family;
	volatile u8 skc_state;
	u8 skc_flags;
	int skc_refcnt;
	struct proto *skc_prot;
	struct net *skc_net;
};

enum { SOCK_DEAD = 1, SOCK_DONE = 2, SOCK_KEEPOPEN = 4 };

struct sock {
	struct sock_common __sk_common;
#define sk_node		__sk_common.skc_node
#define sk_bind_node	__sk_common.skc_bind_node
#define sk_daddr	__sk_common.skc_daddr
#define sk_rcv_saddr	__sk_common.skc_rcv_saddr
#define sk_dport	__sk_common.skc_dport
#define sk_num		__sk_common.skc_num
#define sk_family	__sk_common.skc_family
#define sk_state	__sk_common.skc_state
#define sk_flags	__sk_common.skc_flags
#define sk_refcnt	__sk_common.skc_refcnt
#define sk_prot		__sk_common.skc_prot
#define sk_net		__sk_common.skc_net
	bool sk_owned;			/* by a task: what comes in goes to the backlog */
	struct sk_buff_head sk_receive_queue, sk_write_queue, sk_backlog;
	int sk_rmem_alloc, sk_wmem_alloc, sk_rcvbuf, sk_sndbuf, sk_wmem_queued;
	u8 sk_shutdown, sk_protocol;
	u16 sk_type;
	u32 sk_priority;
	struct sock_filter sk_filter;	/* mask 0: none */
	int sk_err, sk_ack_backlog, sk_max_ack_backlog;
	long sk_rcvtimeo, sk_sndtimeo;
	struct socket *sk_socket;
	wait_queue_head_t *sk_wq;
	struct dst_entry *sk_dst_cache;
	struct timer_list sk_timer;
	void (*sk_state_change)(struct sock *sk);
	void (*sk_data_ready)(struct sock *sk);
	void (*sk_write_space)(struct sock *sk);
	void (*sk_error_report)(struct sock *sk);
	int (*sk_backlog_rcv)(struct sock *sk, struct sk_buff *skb);
	void (*sk_destruct)(struct sock *sk);
};

struct request_sock_ops;

struct proto {
	char name[16];
	size_t obj_size;
	void (*close)(struct sock *sk, long timeout);
	int (*pre_connect)(struct sock *sk, struct sockaddr *addr, int len);
	int (*connect)(struct sock *sk, struct sockaddr *addr, int len);
	int (*disconnect)(struct sock *sk, int flags);
	struct sock *(*accept)(struct sock *sk, int flags, int *err);
	int (*ioctl)(struct sock *sk, int cmd, int *karg);
	int (*init)(struct sock *sk);
	void (*destroy)(struct sock *sk);
	void (*shutdown)(struct sock *sk, int how);
	int (*setsockopt)(struct sock *sk, int level, int name, const void *val, int len);
	int (*getsockopt)(struct sock *sk, int level, int name, void *val, int *len);
	int (*sendmsg)(struct sock *sk, struct msghdr *msg, size_t len);
	int (*recvmsg)(struct sock *sk, struct msghdr *msg, size_t len, int flags);
	int (*backlog_rcv)(struct sock *sk, struct sk_buff *skb);
	void (*release_cb)(struct sock *sk);
	int (*hash)(struct sock *sk);
	void (*unhash)(struct sock *sk);
	int (*get_port)(struct sock *sk, unsigned short snum);
	const struct request_sock_ops *rsk_prot;
};

/* net/core/sock.c */
struct sock *sk_alloc(struct net *net, int family, struct proto *prot);
struct sock *sk_clone_lock(const struct sock *sk);
void sk_free(struct sock *sk);
void sk_common_release(struct sock *sk);
void sock_init_data(struct socket *sock, struct sock *sk);
void lock_sock(struct sock *sk);
void release_sock(struct sock *sk);
int sk_wait_data(struct sock *sk, long *timeo);
int sock_queue_rcv_skb(struct sock *sk, struct sk_buff *skb);
void sock_wfree(struct sk_buff *skb);
void sock_rfree(struct sk_buff *skb);
void sock_efree(struct sk_buff *skb);
void skb_set_owner_w(struct sk_buff *skb, struct sock *sk);
void skb_set_owner_r(struct sk_buff *skb, struct sock *sk);
int sock_setsockopt(struct socket *sock, int name, const void *val, int len);
int sock_getsockopt(struct socket *sock, int name, void *val, int *len);
int sock_common_setsockopt(struct socket *sock, int level, int name, const void *val, int len);
int sock_common_getsockopt(struct socket *sock, int level, int name, void *val, int *len);
int sock_create_kern(struct net *net, int family, int type, int protocol, struct socket **res);
void sk_stop_timer(struct sock *sk, struct timer_list *timer);
void sk_reset_timer(struct sock *sk, struct timer_list *timer, unsigned long expires);

/* True where the socket's filter does not want the packet. */
bool sk_filter_trim_cap(struct sock *sk, const struct sk_buff *skb);

/* net/core/stream.c */
void sk_stream_write_space(struct sock *sk);
int sk_stream_wait_memory(struct sock *sk, long *timeo);
int sk_stream_wait_connect(struct sock *sk, long *timeo);
void sk_stream_wait_close(struct sock *sk, long timeout);

int tcp_v4_do_rcv(struct sock *sk, struct sk_buff *skb);

static inline struct net *sock_net(const struct sock *sk)
{
	return sk->sk_net;
}

static inline void sock_hold(struct sock *sk)
{
	sk->sk_refcnt++;
}

static inline void sock_put(struct sock *sk)
{
	if (--sk->sk_refcnt == 0)
		sk_free(sk);
}

static inline bool sock_flag(const struct sock *sk, int flag)
{
	return sk->sk_flags & flag;
}

static inline void sock_set_flag(struct sock *sk, int flag)
{
	sk->sk_flags |= (u8)flag;
}

static inline bool sock_owned_by_user(const struct sock *sk)
{
	return sk->sk_owned;
}

static inline int sk_backlog_rcv(struct sock *sk, struct sk_buff *skb)
{
	return INDIRECT_CALL_INET_1(sk->sk_backlog_rcv, tcp_v4_do_rcv, sk, skb);
}

static inline void sk_add_backlog(struct sock *sk, struct sk_buff *skb)
{
	skb_queue_tail(&sk->sk_backlog, skb);
}

/* Once set and taken back: what went wrong since the last time. */
static inline int sock_error(struct sock *sk)
{
	int err = sk->sk_err;

	sk->sk_err = 0;
	return -err;
}

static inline void sk_set_socket(struct sock *sk, struct socket *sock)
{
	sk->sk_socket = sock;
	sk->sk_wq = sock ? &sock->wq.wait : NULL;
}

static inline void sock_graft(struct sock *sk, struct socket *parent)
{
	parent->sk = sk;
	sk_set_socket(sk, parent);
}

/* the network lets go of it */
static inline void sock_orphan(struct sock *sk)
{
	sock_set_flag(sk, SOCK_DEAD);
	sk_set_socket(sk, NULL);
}

static inline long sock_rcvtimeo(const struct sock *sk, int noblock)
{
	return noblock ? 0 : sk->sk_rcvtimeo;
}

static inline struct dst_entry *sk_dst_get(struct sock *sk)
{
	return sk->sk_dst_cache ? dst_hold(sk->sk_dst_cache) : NULL;
}

static inline void sk_dst_set(struct sock *sk, struct dst_entry *dst)
{
	if (sk->sk_dst_cache)
		dst_release(sk->sk_dst_cache);
	sk->sk_dst_cache = dst;
}

/* Lets go of the socket while it sleeps; says whether the condition holds now. */
#define sk_wait_event(sk, timeo, condition, wait) ({ \
	int rc_; \
	release_sock(sk); \
	rc_ = (condition); \
	if (!rc_) \
		*(timeo) = wait_woken(wait, TASK_INTERRUPTIBLE, *(timeo)); \
	lock_sock(sk); \
	rc_ = (condition); \
	rc_; \
})

#endif
