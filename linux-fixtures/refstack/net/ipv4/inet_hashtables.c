/* SPDX-License-Identifier: MIT */
/* Finding a socket by addresses and ports; finding a port that is free. */
#include <net/tcp.h>

struct inet_hashinfo tcp_hashinfo;

static unsigned int inet_ehashfn(__be32 laddr, u16 lport, __be32 faddr, __be16 fport)
{
	u32 h = ntohl(laddr) ^ ntohl(faddr) ^ ((u32)lport << 16 | ntohs(fport));

	return (h ^ h >> 16 ^ h >> 8) % INET_HASH;
}

static unsigned int sk_ehashfn(const struct sock *sk)
{
	return inet_ehashfn(sk->sk_rcv_saddr, sk->sk_num, sk->sk_daddr, sk->sk_dport);
}

static struct sock *__inet_lookup_established(struct net *net, struct inet_hashinfo *h, __be32 saddr,
					      __be16 sport, __be32 daddr, u16 hnum)
{
	struct sock *sk;

	hlist_for_each_entry(sk, &h->ehash[inet_ehashfn(daddr, hnum, saddr, sport)], sk_node)
		if (sock_net(sk) == net && sk->sk_daddr == saddr && sk->sk_dport == sport &&
		    sk->sk_rcv_saddr == daddr && sk->sk_num == hnum)
			return sk;
	return NULL;
}

static struct sock *__inet_lookup_listener(struct net *net, struct inet_hashinfo *h, __be32 daddr, u16 hnum)
{
	struct sock *sk, *any = NULL;

	hlist_for_each_entry(sk, &h->lhash[hnum % INET_HASH], sk_node) {
		if (sock_net(sk) != net || sk->sk_num != hnum)
			continue;
		if (sk->sk_rcv_saddr == daddr)
			return sk;
		if (!sk->sk_rcv_saddr)
			any = sk;
	}
	return any;
}

struct sock *__inet_lookup(struct net *net, struct inet_hashinfo *h, __be32 saddr, __be16 sport,
			   __be32 daddr, u16 hnum)
{
	struct sock *sk = __inet_lookup_established(net, h, saddr, sport, daddr, hnum);

	if (!sk)
		sk = __inet_lookup_listener(net, h, daddr, hnum);
	if (sk)
		sk->sk_refcnt++;
	return sk;
}

struct sock *__inet_lookup_skb(struct inet_hashinfo *h, struct sk_buff *skb, __be16 sport, __be16 dport)
{
	const struct iphdr *iph = ip_hdr(skb);

	return __inet_lookup(dev_net(skb->dev), h, iph->saddr, sport, iph->daddr, ntohs(dport));
}

void inet_ehash_insert(struct sock *sk)
{
	hlist_add_head(&sk->sk_node, &tcp_hashinfo.ehash[sk_ehashfn(sk)]);
}

int inet_hash(struct sock *sk)
{
	if (sk->sk_state == TCP_LISTEN)
		hlist_add_head(&sk->sk_node, &tcp_hashinfo.lhash[sk->sk_num % INET_HASH]);
	else if (sk->sk_state != TCP_CLOSE)
		inet_ehash_insert(sk);
	return 0;
}

void inet_unhash(struct sock *sk)
{
	hlist_del_init(&sk->sk_node);
}

/* ---- ports */

void inet_bind_hash(struct sock *sk, u16 port)
{
	sk->sk_num = port;
	if (hlist_unhashed(&sk->sk_bind_node))
		hlist_add_head(&sk->sk_bind_node, &tcp_hashinfo.bhash[port % INET_HASH]);
}

bool inet_bind_conflict(const struct net *net, u16 port, __be32 addr)
{
	struct sock *sk;

	hlist_for_each_entry(sk, &tcp_hashinfo.bhash[port % INET_HASH], sk_bind_node)
		if (sock_net(sk) == net && sk->sk_num == port &&
		    (!addr || !sk->sk_rcv_saddr || sk->sk_rcv_saddr == addr))
			return true;
	return false;
}

/* May this socket use the port for its destination? A TIME_WAIT remnant can be in the way. */
static int __inet_check_established(struct inet_timewait_death_row *death_row, struct sock *sk, u16 lport,
				    struct inet_timewait_sock **twp)
{
	struct sock *sk2;

	*twp = NULL;
	sk2 = __inet_lookup_established(sock_net(sk), death_row->hashinfo, sk->sk_daddr, sk->sk_dport,
					sk->sk_rcv_saddr, lport);
	if (sk2) {
		if (sk2->sk_state == TCP_TIME_WAIT)
			*twp = inet_twsk(sk2);
		return -EADDRNOTAVAIL;
	}
	inet_sk(sk)->inet_sport = htons(lport);
	sk->sk_num = lport;
	inet_ehash_insert(sk);
	return 0;
}

int __inet_hash_connect(struct inet_timewait_death_row *death_row, struct sock *sk,
			int (*check_established)(struct inet_timewait_death_row *, struct sock *, u16,
						 struct inet_timewait_sock **))
{
	static u16 hint;
	struct inet_timewait_sock *tw;
	int i;

	if (sk->sk_num)
		return check_established(death_row, sk, sk->sk_num, &tw);
	for (i = 0; i < 28000; i++) {
		u16 port = (u16)(32768 + hint++ % 28000);

		if (inet_bind_conflict(sock_net(sk), port, sk->sk_rcv_saddr))
			continue;
		if (!check_established(death_row, sk, port, &tw)) {
			inet_bind_hash(sk, port);
			return 0;
		}
	}
	return -EADDRNOTAVAIL;
}

int inet_hash_connect(struct inet_timewait_death_row *death_row, struct sock *sk)
{
	return __inet_hash_connect(death_row, sk, __inet_check_established);	/* @pitfall 8 */
}
