/* SPDX-License-Identifier: MIT */
/* A connection that is only asked for: small, until its last acknowledgement comes. */
#ifndef _NET_REQUEST_SOCK_H
#define _NET_REQUEST_SOCK_H

#include <net/sock.h>

struct request_sock;
struct tcp_request_sock_ops;

struct request_sock_ops {
	int family;
	size_t obj_size;
	int (*rtx_syn_ack)(const struct sock *sk, struct request_sock *req);
	void (*send_ack)(const struct sock *sk, struct sk_buff *skb, struct request_sock *req);
	void (*send_reset)(const struct sock *sk, struct sk_buff *skb);
	void (*destructor)(struct request_sock *req);
};

struct request_sock {
	struct sock_common __req_common;
#define ireq_state	__req_common.skc_state
	struct request_sock *dl_next;
	const struct request_sock_ops *rsk_ops;
	const struct tcp_request_sock_ops *af_specific;
	struct sock *rsk_listener, *sk;
	struct timer_list rsk_timer;
	u16 mss;
	u8 num_timeout;
	u32 rcv_isn, snt_isn, rcv_nxt, ts_sent, last_oow_ack_time;
	u16 window;
};

static inline struct request_sock *inet_reqsk(const struct sock *sk)
{
	return (struct request_sock *)sk;
}

static inline struct sock *req_to_sk(struct request_sock *req)
{
	return (struct sock *)req;
}

struct request_sock *inet_reqsk_alloc(const struct request_sock_ops *ops, struct sock *listener);
int inet_rtx_syn_ack(const struct sock *parent, struct request_sock *req);
void reqsk_put(struct request_sock *req);

#endif
