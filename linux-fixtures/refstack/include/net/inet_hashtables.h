/* SPDX-License-Identifier: MIT */
/* Where a connection's socket is found by its addresses and ports; what is left of it in TIME_WAIT. */
#ifndef _NET_INET_HASHTABLES_H
#define _NET_INET_HASHTABLES_H

#include <net/inet_connection_sock.h>

#define INET_HASH	64
#define TCP_TIMEWAIT_LEN	(60 * HZ)

struct inet_timewait_sock {
	struct sock_common __tw_common;
#define tw_state	__tw_common.skc_state
	u8 tw_substate;
	u32 tw_snd_nxt, tw_rcv_nxt;
	u16 tw_rcv_wnd;
	struct timer_list tw_timer;
};

struct inet_hashinfo {
	struct hlist_head ehash[INET_HASH];
	struct hlist_head bhash[INET_HASH];
	struct hlist_head lhash[INET_HASH];
};

struct inet_timewait_death_row {
	struct inet_hashinfo *hashinfo;
	int tw_count;
};

extern struct inet_hashinfo tcp_hashinfo;
extern struct inet_timewait_death_row tcp_death_row;

static inline struct inet_timewait_sock *inet_twsk(const struct sock *sk)
{
	return (struct inet_timewait_sock *)sk;
}

/* With a reference; NULL where there is none. */
struct sock *__inet_lookup(struct net *net, struct inet_hashinfo *h, __be32 saddr, __be16 sport,
			   __be32 daddr, u16 hnum);
struct sock *__inet_lookup_skb(struct inet_hashinfo *h, struct sk_buff *skb, __be16 sport, __be16 dport);
int inet_hash(struct sock *sk);
void inet_unhash(struct sock *sk);
void inet_ehash_insert(struct sock *sk);
int inet_hash_connect(struct inet_timewait_death_row *death_row, struct sock *sk);
int __inet_hash_connect(struct inet_timewait_death_row *death_row, struct sock *sk,
			int (*check_established)(struct inet_timewait_death_row *, struct sock *, u16,
						 struct inet_timewait_sock **));
bool inet_bind_conflict(const struct net *net, u16 port, __be32 addr);
void inet_bind_hash(struct sock *sk, u16 port);

/* net/ipv4/inet_timewait_sock.c */
struct inet_timewait_sock *inet_twsk_alloc(const struct sock *sk, int state);
void inet_twsk_schedule(struct inet_timewait_sock *tw, unsigned long timeo);
void inet_twsk_deschedule_put(struct inet_timewait_sock *tw);
void inet_twsk_put(struct inet_timewait_sock *tw);

#endif
