/* SPDX-License-Identifier: MIT */
/*
 * TCP sockets of AF_INET6 with addresses ::ffff:a.b.c.d (RFC 4291, 2.5.5.2):
 * they are IPv4 underneath, so their table is IPv4's, but for what a program sees.
 */
#include <net/tcp.h>

#include "ipv6.h"

static int tcp_v6_conn_request(struct sock *sk, struct sk_buff *skb);

int ipv6_to_v4(const struct sockaddr_in6 *sin6, struct sockaddr_in *sin)
{
	bool any = !sin6->sin6_addr[0] && !sin6->sin6_addr[1] && !sin6->sin6_addr[2] && !sin6->sin6_addr[3];

	if (sin6->sin6_family != AF_INET6)
		return -EAFNOSUPPORT;
	if (!any && (sin6->sin6_addr[0] || sin6->sin6_addr[1] || sin6->sin6_addr[2] != htonl(0xffff)))
		return -ENETUNREACH;
	*sin = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = sin6->sin6_port,
				     .sin_addr = sin6->sin6_addr[3] };
	return 0;
}

static int tcp_v6_pre_connect(struct sock *sk __maybe_unused, struct sockaddr *uaddr __maybe_unused, int addr_len)
{
	return addr_len < (int)sizeof(struct sockaddr_in6) ? -EINVAL : 0;
}

static int tcp_v6_connect(struct sock *sk, struct sockaddr *uaddr, int addr_len __maybe_unused)
{
	struct sockaddr_in sin;
	int err = ipv6_to_v4((struct sockaddr_in6 *)uaddr, &sin);

	return err ? err : tcp_v4_connect(sk, (struct sockaddr *)&sin, sizeof(sin));
}

static int tcp_v6_send_synack(const struct sock *sk, struct dst_entry *dst, struct request_sock *req)
{
	return tcp_v4_send_synack(sk, dst, req);
}

static void tcp_v6_reqsk_destructor(struct request_sock *req)
{
	req->sk = NULL;
}

static const struct request_sock_ops tcp6_request_sock_ops = {
	.family = AF_INET6,
	.obj_size = sizeof(struct request_sock),
	.rtx_syn_ack = tcp_rtx_synack,
	.send_ack = tcp_v4_reqsk_send_ack,
	.send_reset = tcp_v4_send_reset,
	.destructor = tcp_v6_reqsk_destructor,
};

static const struct tcp_request_sock_ops tcp_request_sock_ipv6_ops = {
	.mss_clamp = TCP_MSS_DEFAULT,
	.route_req = tcp_v4_route_req,
	.init_seq = tcp_v4_init_seq,
	.send_synack = tcp_v6_send_synack,
};

static int tcp_v6_conn_request(struct sock *sk, struct sk_buff *skb)
{
	return tcp_conn_request(&tcp6_request_sock_ops, &tcp_request_sock_ipv6_ops, sk, skb);
}

static const struct inet_connection_sock_af_ops ipv6_mapped = {
	.queue_xmit = ip_queue_xmit,
	.send_check = tcp_v4_send_check,
	.rebuild_header = inet_sk_rebuild_header,
	.conn_request = tcp_v6_conn_request,
	.syn_recv_sock = tcp_v4_syn_recv_sock,
	.net_header_len = sizeof(struct iphdr),
	.sockaddr_len = sizeof(struct sockaddr_in6),
};

static int tcp_v6_init_sock(struct sock *sk)
{
	tcp_init_sock(sk);
	inet_csk(sk)->icsk_af_ops = &ipv6_mapped;
	return 0;
}

struct proto tcpv6_prot = {
	.name = "TCPv6",
	.obj_size = sizeof(struct tcp_sock),
	.close = tcp_close,
	.pre_connect = tcp_v6_pre_connect,
	.connect = tcp_v6_connect,
	.disconnect = tcp_disconnect,
	.accept = inet_csk_accept,
	.ioctl = tcp_ioctl,
	.init = tcp_v6_init_sock,
	.destroy = tcp_v4_destroy_sock,
	.shutdown = tcp_shutdown,
	.setsockopt = tcp_setsockopt,
	.getsockopt = tcp_getsockopt,
	.sendmsg = tcp_sendmsg,
	.recvmsg = tcp_recvmsg,
	.backlog_rcv = tcp_v4_do_rcv,
	.release_cb = tcp_release_cb,
	.hash = inet_hash,
	.unhash = inet_unhash,
	.get_port = inet_csk_get_port,
	.rsk_prot = &tcp6_request_sock_ops,
};
