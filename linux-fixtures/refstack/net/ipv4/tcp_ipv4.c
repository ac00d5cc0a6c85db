/* SPDX-License-Identifier: MIT */
/* TCP over IPv4: addresses, checksums, and whose segment it is. */
#include <net/checksum.h>
#include <net/tcp.h>

u32 tcp_v4_init_seq(const struct sk_buff *skb)
{
	return secure_tcp_seq(ip_hdr(skb)->daddr, ip_hdr(skb)->saddr, tcp_hdr(skb)->dest, tcp_hdr(skb)->source);
}

void __tcp_v4_send_check(struct sk_buff *skb, __be32 saddr, __be32 daddr)
{
	struct tcphdr *th = tcp_hdr(skb);
	u32 len = (u32)(skb->tail - (u8 *)th);

	th->check = 0;
	th->check = csum_tcpudp_magic(saddr, daddr, len, IPPROTO_TCP, csum_partial(th, len, 0));
}

void tcp_v4_send_check(struct sock *sk, struct sk_buff *skb)
{
	__tcp_v4_send_check(skb, inet_sk(sk)->inet_saddr, sk->sk_daddr);
}

/* ---- opening */

int tcp_v4_pre_connect(struct sock *sk __maybe_unused, struct sockaddr *uaddr, int addr_len)
{
	if (addr_len < (int)sizeof(struct sockaddr_in))
		return -EINVAL;
	return uaddr->sa_family == AF_INET ? 0 : -EAFNOSUPPORT;
}

int tcp_v4_connect(struct sock *sk, struct sockaddr *uaddr, int addr_len __maybe_unused)
{
	struct sockaddr_in *usin = (struct sockaddr_in *)uaddr;
	struct inet_sock *inet = inet_sk(sk);
	struct tcp_sock *tp = tcp_sk(sk);
	struct flowi4 fl4;
	struct rtable *rt;
	int err;

	rt = ip_route_connect(&fl4, usin->sin_addr, inet->inet_saddr, IPPROTO_TCP, sock_net(sk), sk);
	if (IS_ERR(rt))
		return (int)PTR_ERR(rt);
	if (rt->rt_flags & (RTCF_MULTICAST | RTCF_BROADCAST)) {
		ip_rt_put(rt);
		return -ENETUNREACH;
	}
	inet->inet_saddr = sk->sk_rcv_saddr = fl4.saddr;
	sk->sk_daddr = fl4.daddr;
	sk->sk_dport = usin->sin_port;
	tcp_set_state(sk, TCP_SYN_SENT);
	err = inet_hash_connect(&tcp_death_row, sk);
	if (err) {
		ip_rt_put(rt);
		goto failure;
	}
	sk_dst_set(sk, &rt->dst);
	tp->write_seq = secure_tcp_seq(inet->inet_saddr, sk->sk_daddr, inet->inet_sport, sk->sk_dport);
	err = tcp_connect(sk);
	if (!err)
		return 0;
failure:
	tcp_set_state(sk, TCP_CLOSE);
	sk->sk_dport = 0;
	return err;
}

/* ---- answers that belong to no connection */

static void tcp_v4_send_reply(struct sock *ctl_sk, struct sk_buff *skb, u32 seq, u32 ack, u8 flags, u16 win)
{
	const struct tcphdr *th = tcp_hdr(skb);
	const struct iphdr *iph = ip_hdr(skb);
	struct tcphdr rep = {
		.source = th->dest, .dest = th->source, .seq = htonl(seq), .ack_seq = htonl(ack),
		.doff = sizeof(rep) / 4 << 4, .flags = flags, .window = htons(win),
	};

	rep.check = csum_tcpudp_magic(iph->daddr, iph->saddr, sizeof(rep), IPPROTO_TCP,
				      csum_partial(&rep, sizeof(rep), 0));
	ip_send_unicast_reply(ctl_sk, skb, iph->saddr, iph->daddr, IPPROTO_TCP, &rep, sizeof(rep));
}

/* RFC 9293, 3.5.2: so that the other side takes it for an answer to its segment. */
void tcp_v4_send_reset(const struct sock *sk __maybe_unused, struct sk_buff *skb)
{
	const struct tcphdr *th = tcp_hdr(skb);
	const struct tcp_skb_cb *cb = TCP_SKB_CB(skb);
	struct sock *ctl_sk = dev_net(skb->dev)->ipv4.tcp_sk;

	if (th->flags & TCPHDR_RST)
		return;
	if (th->flags & TCPHDR_ACK)
		tcp_v4_send_reply(ctl_sk, skb, cb->ack_seq, 0, TCPHDR_RST, 0);
	else
		tcp_v4_send_reply(ctl_sk, skb, 0, cb->end_seq, TCPHDR_RST | TCPHDR_ACK, 0);
}

void tcp_v4_reqsk_send_ack(const struct sock *sk __maybe_unused, struct sk_buff *skb, struct request_sock *req)
{
	tcp_v4_send_reply(dev_net(skb->dev)->ipv4.tcp_sk, skb, req->snt_isn + 1, req->rcv_nxt, TCPHDR_ACK,
			  req->window);
}

static void tcp_v4_timewait_ack(struct inet_timewait_sock *tw, struct sk_buff *skb)
{
	tcp_v4_send_reply(dev_net(skb->dev)->ipv4.tcp_sk, skb, tw->tw_snd_nxt, tw->tw_rcv_nxt, TCPHDR_ACK,
			  tw->tw_rcv_wnd);
}

/* ---- being asked */

struct dst_entry *tcp_v4_route_req(const struct sock *sk, struct sk_buff *skb __maybe_unused, struct flowi4 *fl4,
				   struct request_sock *req)
{
	return inet_csk_route_req(sk, fl4, req);
}

int tcp_v4_send_synack(const struct sock *sk, struct dst_entry *dst, struct request_sock *req)
{
	const struct sock_common *rc = &req->__req_common;
	struct flowi4 fl4;
	struct sk_buff *skb;

	if (!dst && !(dst = inet_csk_route_req(sk, &fl4, req)))
		return -EHOSTUNREACH;
	skb = tcp_make_synack(sk, dst, req);
	__tcp_v4_send_check(skb, rc->skc_rcv_saddr, rc->skc_daddr);
	return ip_build_and_send_pkt(skb, sk, rc->skc_rcv_saddr, rc->skc_daddr, inet_sk(sk)->tos);
}

static void tcp_v4_reqsk_destructor(struct request_sock *req)
{
	req->sk = NULL;
}

const struct request_sock_ops tcp_request_sock_ops = {
	.family = AF_INET,
	.obj_size = sizeof(struct request_sock),
	.rtx_syn_ack = tcp_rtx_synack,
	.send_ack = tcp_v4_reqsk_send_ack,
	.send_reset = tcp_v4_send_reset,
	.destructor = tcp_v4_reqsk_destructor,
};

const struct tcp_request_sock_ops tcp_request_sock_ipv4_ops = {
	.mss_clamp = TCP_MSS_DEFAULT,
	.route_req = tcp_v4_route_req,
	.init_seq = tcp_v4_init_seq,
	.send_synack = tcp_v4_send_synack,
};

int tcp_v4_conn_request(struct sock *sk, struct sk_buff *skb)
{
	if (skb_rtable(skb)->rt_flags & (RTCF_BROADCAST | RTCF_MULTICAST))
		return 0;
	return tcp_conn_request(&tcp_request_sock_ops, &tcp_request_sock_ipv4_ops, sk, skb);
}

struct sock *tcp_v4_syn_recv_sock(const struct sock *sk, struct sk_buff *skb __maybe_unused, struct request_sock *req)
{
	struct dst_entry *dst;
	struct sock *newsk;
	struct flowi4 fl4;

	if (sk->sk_ack_backlog > sk->sk_max_ack_backlog)
		return NULL;
	dst = inet_csk_route_req(sk, &fl4, req);
	if (!dst)
		return NULL;
	newsk = tcp_create_openreq_child(sk, req);
	sk_dst_set(newsk, dst);
	tcp_sk(newsk)->advmss = (u16)min(dst->dev->mtu - 40, 65495u);
	return newsk;
}

/* ---- what comes in */

static void tcp_v4_fill_cb(struct sk_buff *skb, const struct tcphdr *th)
{
	struct tcp_skb_cb *cb = TCP_SKB_CB(skb);
	unsigned int flags = th->flags;

	cb->seq = ntohl(th->seq);
	cb->end_seq = cb->seq + !!(flags & TCPHDR_SYN) + !!(flags & TCPHDR_FIN) + skb->len - (u32)tcp_hdrlen(skb);
	cb->ack_seq = ntohl(th->ack_seq);
	cb->tcp_flags = th->flags;
	cb->sacked = 0;
}

static bool tcp_checksum_complete(const struct sk_buff *skb)
{
	return csum_tcpudp_magic(ip_hdr(skb)->saddr, ip_hdr(skb)->daddr, skb->len, IPPROTO_TCP,
				 csum_partial(skb->data, skb->len, 0));
}

int tcp_v4_do_rcv(struct sock *sk, struct sk_buff *skb)
{
	if (tcp_checksum_complete(skb))
		goto discard;
	if (sk->sk_state == TCP_ESTABLISHED) {
		tcp_rcv_established(sk, skb);
		return 0;
	}
	if (tcp_rcv_state_process(sk, skb)) {
		tcp_v4_send_reset(sk, skb);
		goto discard;
	}
	return 0;
discard:
	kfree_skb(skb);
	return 0;
}

/* True where the segment is to be looked at anew: it opens a connection after all. */
static bool tcp_v4_rcv_timewait(struct sock *sk, struct sk_buff *skb)
{
	struct inet_timewait_sock *tw = inet_twsk(sk);

	if (tcp_checksum_complete(skb)) {
		inet_twsk_put(tw);
		kfree_skb(skb);
		return false;
	}
	switch (tcp_timewait_state_process(tw, skb)) {
	case TCP_TW_SYN:
		inet_twsk_deschedule_put(tw);
		return true;
	case TCP_TW_ACK:
		tcp_v4_timewait_ack(tw, skb);
		break;
	case TCP_TW_RST:
		tcp_v4_send_reset(sk, skb);
		inet_twsk_deschedule_put(tw);
		kfree_skb(skb);
		return false;
	case TCP_TW_SUCCESS:
		break;
	}
	inet_twsk_put(tw);
	kfree_skb(skb);
	return false;
}

static bool tcp_filter(struct sock *sk, const struct sk_buff *skb)
{
	return sk_filter_trim_cap(sk, skb);
}

int tcp_v4_rcv(struct sk_buff *skb)
{
	const struct tcphdr *th = tcp_hdr(skb);
	struct sock *sk;

	if (skb->pkt_type != PACKET_HOST || !pskb_may_pull(skb, sizeof(*th)) ||
	    tcp_hdrlen(skb) < (int)sizeof(*th) || !pskb_may_pull(skb, (unsigned int)tcp_hdrlen(skb)))
		goto discard_it;
	tcp_v4_fill_cb(skb, th);
lookup:
	sk = __inet_lookup_skb(&tcp_hashinfo, skb, th->source, th->dest);
	if (!sk) {
		if (!tcp_checksum_complete(skb))
			tcp_v4_send_reset(NULL, skb);
		goto discard_it;
	}
	if (sk->sk_state == TCP_TIME_WAIT) {
		if (tcp_v4_rcv_timewait(sk, skb))
			goto lookup;
		return 0;
	}
	if (sk->sk_state == TCP_NEW_SYN_RECV) {
		struct request_sock *req = inet_reqsk(sk);
		struct sock *listener = req->rsk_listener, *nsk = NULL;

		if (tcp_checksum_complete(skb)) {
			reqsk_put(req);
			goto discard_it;
		}
		sock_hold(listener);
		if (!tcp_filter(listener, skb))
			nsk = tcp_check_req(listener, skb, req);
		reqsk_put(req);
		if (nsk && !tcp_child_process(listener, nsk, skb))
			skb = NULL;
		else if (nsk)
			tcp_v4_send_reset(listener, skb);
		sock_put(listener);
		kfree_skb(skb);
		return 0;
	}
	if (tcp_filter(sk, skb)) {
		sock_put(sk);
		goto discard_it;
	}
	if (sk->sk_state == TCP_LISTEN)
		tcp_v4_do_rcv(sk, skb);
	else if (!sock_owned_by_user(sk))	/* @pitfall 34 */
		tcp_v4_do_rcv(sk, skb);
	else
		sk_add_backlog(sk, skb);
	sock_put(sk);
	return 0;
discard_it:
	kfree_skb(skb);
	return 0;
}

/* ICMP says that a segment of ours did not arrive. */
int tcp_v4_err(struct sk_buff *skb, u32 info)
{
	const struct iphdr *iph = (const struct iphdr *)skb->data;
	const struct tcphdr *th = (const struct tcphdr *)(iph + 1);
	int err = icmp_err_convert((int)(info >> 8), (int)(info & 0xff));
	struct sock *sk;

	sk = __inet_lookup(dev_net(skb->dev), &tcp_hashinfo, iph->daddr, th->dest, iph->saddr, ntohs(th->source));
	if (!sk)
		return -ENOENT;
	if (sk->sk_state == TCP_TIME_WAIT) {
		inet_twsk_put(inet_twsk(sk));
	} else if (sk->sk_state == TCP_NEW_SYN_RECV) {
		reqsk_put(inet_reqsk(sk));
	} else {
		/* an established connection tries on: the way may come back */
		if (TCPF(sk->sk_state) & (TCPF(TCP_SYN_SENT) | TCPF(TCP_SYN_RECV)) && !sock_owned_by_user(sk)) {
			sk->sk_err = err;
			sk->sk_error_report(sk);
			tcp_done(sk);
		}
		sock_put(sk);
	}
	return 0;
}

/* ---- the tables */

const struct inet_connection_sock_af_ops ipv4_specific = {
	.queue_xmit = ip_queue_xmit,
	.send_check = tcp_v4_send_check,
	.rebuild_header = inet_sk_rebuild_header,
	.conn_request = tcp_v4_conn_request,
	.syn_recv_sock = tcp_v4_syn_recv_sock,
	.net_header_len = sizeof(struct iphdr),
	.sockaddr_len = sizeof(struct sockaddr_in),
};

int tcp_v4_init_sock(struct sock *sk)
{
	tcp_init_sock(sk);
	inet_csk(sk)->icsk_af_ops = &ipv4_specific;
	return 0;
}

void tcp_v4_destroy_sock(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);

	inet_csk_clear_xmit_timers(sk);
	skb_queue_purge(&sk->sk_receive_queue);
	skb_queue_purge(&sk->sk_write_queue);
	skb_queue_purge(&tp->tcp_rtx_queue);
	skb_queue_purge(&tp->out_of_order_queue);
	if (!list_empty(&tp->tsq_node)) {
		list_del_init(&tp->tsq_node);
		sock_put(sk);
	}
}

struct proto tcp_prot = {
	.name = "TCP",
	.obj_size = sizeof(struct tcp_sock),
	.close = tcp_close,
	.pre_connect = tcp_v4_pre_connect,
	.connect = tcp_v4_connect,	/* @pitfall 1 */
	.disconnect = tcp_disconnect,
	.accept = inet_csk_accept,
	.ioctl = tcp_ioctl,
	.init = tcp_v4_init_sock,
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
	.rsk_prot = &tcp_request_sock_ops,
};

static int __net_init tcp_sk_init(struct net *net)
{
	struct socket *sock;
	int err = sock_create_kern(net, AF_INET, SOCK_RAW, IPPROTO_TCP, &sock);

	if (err)
		return err;
	net->ipv4.tcp_sk = sock->sk;
	sock->sk->sk_prot->unhash(sock->sk);
	sk_set_socket(sock->sk, NULL);
	kfree(sock);
	return 0;
}

static void __net_exit tcp_sk_exit(struct net *net)
{
	sock_put(net->ipv4.tcp_sk);
}

static struct pernet_operations tcp_sk_ops = {
	.init = tcp_sk_init,
	.exit = tcp_sk_exit,
};

void tcp_v4_init(void)
{
	if (register_pernet_subsys(&tcp_sk_ops))	/* @pitfall 10 */
		panic("no socket for TCP's answers");
}
