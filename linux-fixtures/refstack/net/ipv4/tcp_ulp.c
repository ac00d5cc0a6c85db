/* SPDX-License-Identifier: MIT */
/*
 * Something on top of a connection that wants to see its segments: it puts
 * itself in place of the functions below TCP, with a copy of their table.
 */
#include <net/tcp.h>

static struct inet_connection_sock_af_ops ulp_audit_specific;
unsigned long tcp_audit_segments, tcp_audit_requests;

static int ulp_audit_queue_xmit(struct sock *sk, struct sk_buff *skb)
{
	tcp_audit_segments++;
	return ip_queue_xmit(sk, skb);
}

static int ulp_audit_send_synack(const struct sock *sk, struct dst_entry *dst, struct request_sock *req)
{
	if (dst)	/* else it is the same request again */
		tcp_audit_requests++;
	return tcp_v4_send_synack(sk, dst, req);
}

static void ulp_audit_reqsk_destructor(struct request_sock *req __maybe_unused)
{
	tcp_audit_requests--;
}

static const struct request_sock_ops ulp_audit_request_sock_ops = {
	.family = AF_INET,
	.obj_size = sizeof(struct request_sock),
	.rtx_syn_ack = tcp_rtx_synack,
	.send_ack = tcp_v4_reqsk_send_ack,
	.send_reset = tcp_v4_send_reset,
	.destructor = ulp_audit_reqsk_destructor,
};

static const struct tcp_request_sock_ops ulp_audit_tcp_ops = {
	.mss_clamp = TCP_MSS_DEFAULT,
	.route_req = tcp_v4_route_req,
	.init_seq = tcp_v4_init_seq,
	.send_synack = ulp_audit_send_synack,
};

static int ulp_audit_conn_request(struct sock *sk, struct sk_buff *skb)
{
	return tcp_conn_request(&ulp_audit_request_sock_ops, &ulp_audit_tcp_ops, sk, skb);
}

int tcp_set_ulp(struct sock *sk, const char *name)
{
	if (strcmp(name, "audit"))
		return -ENOENT;
	inet_csk(sk)->icsk_af_ops = &ulp_audit_specific;
	return 0;
}

void tcp_ulp_init(void)
{
	ulp_audit_specific = ipv4_specific;
	ulp_audit_specific.queue_xmit = ulp_audit_queue_xmit;
	ulp_audit_specific.conn_request = ulp_audit_conn_request;
}
