/* SPDX-License-Identifier: MIT */
/* Flags put in by a setter's argument, by a word, by bits of the header; sent at once, by
 * the caller, or not at all. */
#define TCPHDR_FIN 0x01
#define TCPHDR_SYN 0x02
#define TCPHDR_RST 0x04
#define TCPHDR_ACK 0x10

struct tcphdr {
	unsigned short source, dest;
	unsigned int fin:1, syn:1, rst:1, ack:1;
};

struct tcp_skb_cb {
	unsigned char tcp_flags;
};

struct sk_buff {
	char cb[48];
	struct tcphdr *th;
};

struct request_ops {
	int (*send_synack)(struct sk_buff *skb);
};

struct sock {
	const struct request_ops *rsk_ops;
};

#define TCP_SKB_CB(skb) ((struct tcp_skb_cb *)&(skb)->cb[0])

void ip_local_out(struct sk_buff *skb);

int ip_build_and_send_pkt(struct sk_buff *skb)
{
	ip_local_out(skb);
	return 0;
}

int tcp_transmit_skb(struct sock *sk, struct sk_buff *skb)
{
	if (TCP_SKB_CB(skb)->tcp_flags & TCPHDR_SYN)
		return ip_build_and_send_pkt(skb);
	return 1;
}

static void tcp_init_nondata_skb(struct sk_buff *skb, unsigned int seq, unsigned char flags)
{
	TCP_SKB_CB(skb)->tcp_flags = flags;
}

int tcp_connect(struct sock *sk, struct sk_buff *skb)
{
	tcp_init_nondata_skb(skb, 0, TCPHDR_SYN);
	return tcp_transmit_skb(sk, skb);
}

static int tcp_write_xmit(struct sock *sk, struct sk_buff *skb)
{
	return tcp_transmit_skb(sk, skb);
}

int tcp_send_fin(struct sock *sk, struct sk_buff *skb, struct sk_buff *tail)
{
	if (tail)
		TCP_SKB_CB(tail)->tcp_flags |= TCPHDR_FIN;
	else
		tcp_init_nondata_skb(skb, 0, TCPHDR_ACK | TCPHDR_FIN);
	return tcp_write_xmit(sk, skb);
}

/* what is a SYN already becomes SYN|ACK */
int tcp_send_synack(struct sock *sk, struct sk_buff *skb)
{
	if (!(TCP_SKB_CB(skb)->tcp_flags & TCPHDR_SYN))
		return -1;
	TCP_SKB_CB(skb)->tcp_flags |= TCPHDR_ACK;
	return tcp_transmit_skb(sk, skb);
}

/* made here, sent by who asked for it: two of them */
struct sk_buff *tcp_make_synack(struct sk_buff *skb)
{
	TCP_SKB_CB(skb)->tcp_flags = TCPHDR_SYN | TCPHDR_ACK;
	skb->th->syn = 1;
	skb->th->ack = 1;
	return skb;
}

static int tcp_v4_send_synack(struct sk_buff *skb)
{
	skb = tcp_make_synack(skb);
	return ip_build_and_send_pkt(skb);
}

static int tcp_v6_send_synack(struct sk_buff *skb)
{
	skb = tcp_make_synack(skb);
	ip_local_out(skb);
	return 0;
}

const struct request_ops v4_ops = { .send_synack = tcp_v4_send_synack };
const struct request_ops v6_ops = { .send_synack = tcp_v6_send_synack };

int tcp_conn_request(struct sock *sk, struct sk_buff *skb)
{
	if (skb->th->rst || !skb->th->syn)
		return 0;
	return sk->rsk_ops->send_synack(skb);
}

/* a setter of one bit, and its other bit is calculated */
static void send_response(struct sk_buff *skb, int rst)
{
	skb->th->rst = rst;
	skb->th->ack = !rst || !skb->th->fin;
	ip_build_and_send_pkt(skb);
}

void send_reset(struct sk_buff *skb)
{
	send_response(skb, 1);
}

void send_ack(struct sk_buff *skb)
{
	send_response(skb, 0);
}

void retransmit(struct sk_buff *skb)
{
	TCP_SKB_CB(skb)->tcp_flags &= ~TCPHDR_SYN;
	skb->th->fin = 0;
}

/* nobody sends what this makes */
void lost(struct sk_buff *skb)
{
	TCP_SKB_CB(skb)->tcp_flags = TCPHDR_RST;
}
