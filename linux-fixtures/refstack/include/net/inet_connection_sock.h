/* SPDX-License-Identifier: MIT */
/* Sockets with addresses (inet_sock), and those with connections on top. */
#ifndef _NET_INET_CONNECTION_SOCK_H
#define _NET_INET_CONNECTION_SOCK_H

#include <net/request_sock.h>
#include <net/route.h>

struct inet_sock {
	struct sock sk;
	__be32 inet_saddr;
	__be16 inet_sport;
	u16 inet_id;
	u8 tos, uc_ttl;
	bool is_icsk, hdrincl;
};

struct inet_connection_sock_af_ops {
	int (*queue_xmit)(struct sock *sk, struct sk_buff *skb);
	void (*send_check)(struct sock *sk, struct sk_buff *skb);
	int (*rebuild_header)(struct sock *sk);
	int (*conn_request)(struct sock *sk, struct sk_buff *skb);
	struct sock *(*syn_recv_sock)(const struct sock *sk, struct sk_buff *skb, struct request_sock *req);
	u16 net_header_len;
	u16 sockaddr_len;
};

#define ICSK_TIME_RETRANS	1
#define ICSK_TIME_PROBE0	3
#define ICSK_ACK_SCHED		1
#define ICSK_ACK_TIMER		2
#define ICSK_ACK_NOW		4

struct tcp_congestion_ops;

struct inet_connection_sock {
	struct inet_sock icsk_inet;
	struct request_sock *icsk_accept_head, **icsk_accept_tail;
	struct timer_list icsk_retransmit_timer, icsk_delack_timer;
	unsigned long icsk_timeout;
	u32 icsk_rto;
	u8 icsk_retransmits, icsk_pending, icsk_backoff, icsk_syn_retries, icsk_probes_out;
	struct { u8 pending, blocked; } icsk_ack;
	const struct inet_connection_sock_af_ops *icsk_af_ops;
	const struct tcp_congestion_ops *icsk_ca_ops;
	u32 icsk_ca_priv;
};

/* casts, as every layer's struct begins with that of the layer below */
static inline struct inet_sock *inet_sk(const struct sock *sk)
{
	return (struct inet_sock *)sk;
}

static inline struct inet_connection_sock *inet_csk(const struct sock *sk)
{
	return (struct inet_connection_sock *)sk;	/* @pitfall 25 */
}

/* net/ipv4/inet_connection_sock.c */
void inet_csk_init_xmit_timers(struct sock *sk, void (*retransmit_handler)(struct timer_list *),
			       void (*delack_handler)(struct timer_list *),
			       void (*keepalive_handler)(struct timer_list *));
void inet_csk_clear_xmit_timers(struct sock *sk);
void inet_csk_reset_xmit_timer(struct sock *sk, int what, unsigned long when);
void inet_csk_clear_xmit_timer(struct sock *sk);
int inet_csk_listen_start(struct sock *sk);
void inet_csk_listen_stop(struct sock *sk);
struct sock *inet_csk_accept(struct sock *sk, int flags, int *err);
int inet_csk_get_port(struct sock *sk, unsigned short snum);
struct sock *inet_csk_clone_lock(const struct sock *sk, const struct request_sock *req);
void inet_csk_reqsk_queue_hash_add(struct sock *sk, struct request_sock *req, unsigned long timeout);
void inet_csk_reqsk_queue_drop(struct request_sock *req);
struct sock *inet_csk_complete_hashdance(struct sock *sk, struct sock *child, struct request_sock *req);
void inet_csk_destroy_sock(struct sock *sk);
struct dst_entry *inet_csk_route_req(const struct sock *sk, struct flowi4 *fl4, const struct request_sock *req);

/* net/ipv4/af_inet.c */
extern const struct proto_ops inet_stream_ops, inet_dgram_ops;
int inet_release(struct socket *sock);
int inet_bind(struct socket *sock, struct sockaddr *addr, int len);
int inet_stream_connect(struct socket *sock, struct sockaddr *addr, int len, int flags);
int inet_accept(struct socket *sock, struct socket *newsock, int flags);
int inet_listen(struct socket *sock, int backlog);
int inet_shutdown(struct socket *sock, int how);
int inet_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg);
int inet_sendmsg(struct socket *sock, struct msghdr *msg, size_t len);
int inet_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags);
int inet_sk_rebuild_header(struct sock *sk);
void inet_sock_destruct(struct sock *sk);
void inet_sk_set_state(struct sock *sk, int state);
void inet_sk_state_store(struct sock *sk, int newstate);
int inet_autobind(struct sock *sk);

/* net/ipv6: for the wrappers of calls */
int inet6_sendmsg(struct socket *sock, struct msghdr *msg, size_t len);
int inet6_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags);

/* net/ipv4/datagram.c */
int ip4_datagram_connect(struct sock *sk, struct sockaddr *addr, int len);

#endif
