/* SPDX-License-Identifier: MIT */
#include "net.h"

static int tcp_transmit(struct sock *sk)
{
	struct sk_buff skb = { 20 };

	return ip_queue_xmit(sk, &skb);
}

static int tcp_v4_connect(struct sock *sk)
{
	if (sk->sk_state != TCP_CLOSE)
		return -1;
	sk->sk_state = TCP_SYN_SENT;
	return tcp_transmit(sk);
}

static int tcp_close(struct sock *sk)
{
	sk->sk_state = TCP_CLOSE;
	return 0;
}

static int udp_connect(struct sock *sk)
{
	sk->sk_state = TCP_ESTABLISHED;
	return 0;
}

const struct proto tcp_prot = {
	.name = "TCP",
	.connect = tcp_v4_connect,
	.close = tcp_close,
	.size = 64,
};
const struct proto udp_prot = { .name = "UDP", .connect = udp_connect };

static int tcp_init(void) { return 0; }
static int udp_init(void) { return 0; }
fs_initcall(tcp_init);
device_initcall(udp_init);
