/* SPDX-License-Identifier: MIT */
/* TCP, coming in: what each state makes of a segment (RFC 9293, 3.10.7). */
#include <net/tcp.h>

void tcp_parse_options(const struct sk_buff *skb, struct tcp_options_received *opt)
{
	const u8 *p = (const u8 *)(tcp_hdr(skb) + 1), *end = (const u8 *)tcp_hdr(skb) + tcp_hdrlen(skb);

	opt->mss_clamp = TCP_MSS_DEFAULT;
	while (p < end && *p != TCPOPT_EOL) {
		if (*p == TCPOPT_NOP) {
			p++;
			continue;
		}
		if (end - p < 2 || p[1] < 2 || p[1] > end - p)
			return;
		if (p[0] == TCPOPT_MSS && p[1] == TCPOLEN_MSS)
			opt->mss_clamp = (u16)max((u16)(p[2] << 8 | p[3]), (u16)64);
		p += p[1];
	}
}

void tcp_initialize_rcv_mss(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);

	tp->mss_cache = min(tp->mss_cache, tp->advmss);
}

/* ---- acknowledging */

static void tcp_send_delayed_ack(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);

	if (icsk->icsk_ack.pending & ICSK_ACK_TIMER)
		return;
	icsk->icsk_ack.pending |= ICSK_ACK_SCHED | ICSK_ACK_TIMER;
	sk_reset_timer(sk, &icsk->icsk_delack_timer, jiffies + TCP_DELACK_MIN);
}

/* Every second segment at once, the others a little later (RFC 9293, 3.8.6.3). */
static void __tcp_ack_snd_check(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);

	if ((inet_csk(sk)->icsk_ack.pending & ICSK_ACK_NOW) || tp->rcv_segs >= 2 ||
	    !skb_queue_empty(&tp->out_of_order_queue))
		tcp_send_ack(sk);
	else
		tcp_send_delayed_ack(sk);
}

static void tcp_ack_snd_check(struct sock *sk)
{
	if (inet_csk(sk)->icsk_ack.pending & (ICSK_ACK_SCHED | ICSK_ACK_NOW))
		__tcp_ack_snd_check(sk);
}

static void tcp_data_snd_check(struct sock *sk)
{
	tcp_push_pending_frames(sk);
}

static void tcp_send_challenge_ack(struct sock *sk)	/* @pitfall 33 */
{
	tcp_send_ack(sk);
}

/* ---- the end */

void tcp_reset(struct sock *sk)
{
	switch (sk->sk_state) {
	case TCP_SYN_SENT:
		sk->sk_err = ECONNREFUSED;
		break;
	case TCP_CLOSE_WAIT:
		sk->sk_err = EPIPE;
		break;
	case TCP_CLOSE:
		return;
	default:
		sk->sk_err = ECONNRESET;
	}
	skb_queue_purge(&sk->sk_write_queue);
	tcp_done(sk);
	if (!sock_flag(sk, SOCK_DEAD))
		sk->sk_error_report(sk);
}

void tcp_fin(struct sock *sk)
{
	inet_csk(sk)->icsk_ack.pending |= ICSK_ACK_NOW;
	sk->sk_shutdown |= RCV_SHUTDOWN;
	sock_set_flag(sk, SOCK_DONE);
	switch (sk->sk_state) {
	case TCP_SYN_RECV:
	case TCP_ESTABLISHED:
		tcp_set_state(sk, TCP_CLOSE_WAIT);
		break;
	case TCP_FIN_WAIT1:
		/* both sides closed at the same time */
		tcp_send_ack(sk);
		tcp_set_state(sk, TCP_CLOSING);
		break;
	case TCP_FIN_WAIT2:
		tcp_send_ack(sk);
		tcp_time_wait(sk, TCP_TIME_WAIT, TCP_TIMEWAIT_LEN);
		break;
	default:
		break;
	}
	if (!sock_flag(sk, SOCK_DEAD))
		sk->sk_state_change(sk);
}

/* ---- data */

static void tcp_data_queue_ofo(struct sock *sk, struct sk_buff *skb)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct sk_buff *at;

	inet_csk(sk)->icsk_ack.pending |= ICSK_ACK_NOW;
	skb_queue_walk(&tp->out_of_order_queue, at) {
		if (TCP_SKB_CB(at)->seq == TCP_SKB_CB(skb)->seq && TCP_SKB_CB(at)->end_seq == TCP_SKB_CB(skb)->end_seq) {
			kfree_skb(skb);
			return;
		}
		if (after(TCP_SKB_CB(at)->seq, TCP_SKB_CB(skb)->seq))
			break;
	}
	skb_set_owner_r(skb, sk);
	__skb_insert(skb, at->prev, &tp->out_of_order_queue);
}

/* The next bytes in order, without those that are there already. */
static void tcp_queue_rcv(struct sock *sk, struct sk_buff *skb)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct tcp_skb_cb *cb = TCP_SKB_CB(skb);
	u32 known = tp->rcv_nxt - cb->seq;

	if (known) {
		skb_orphan(skb);
		skb_pull(skb, min(known, skb->len));
		cb->seq += known;
	}
	tp->rcv_nxt = cb->end_seq;
	skb_set_owner_r(skb, sk);
	skb_queue_tail(&sk->sk_receive_queue, skb);
	if (cb->tcp_flags & TCPHDR_FIN)
		tcp_fin(sk);
}

static void tcp_ofo_queue(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct sk_buff *skb;

	while ((skb = skb_peek(&tp->out_of_order_queue)) && !after(TCP_SKB_CB(skb)->seq, tp->rcv_nxt)) {
		__skb_unlink(skb, &tp->out_of_order_queue);
		if (after(TCP_SKB_CB(skb)->end_seq, tp->rcv_nxt))
			tcp_queue_rcv(sk, skb);
		else
			kfree_skb(skb);
	}
}

static void tcp_data_ready(struct sock *sk)
{
	READ_ONCE(sk->sk_data_ready)(sk);	/* @pitfall 2 */
}

void tcp_data_queue(struct sock *sk, struct sk_buff *skb)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct tcp_skb_cb *cb = TCP_SKB_CB(skb);

	if (cb->seq == cb->end_seq) {
		kfree_skb(skb);
		return;
	}
	skb_pull(skb, (unsigned int)tcp_hdrlen(skb));
	skb_dst_drop(skb);
	if (!after(cb->end_seq, tp->rcv_nxt) || (u32)sk->sk_rmem_alloc > 2 * (u32)sk->sk_rcvbuf) {
		/* it came twice: our acknowledgement was lost */
		inet_csk(sk)->icsk_ack.pending |= ICSK_ACK_NOW;
		kfree_skb(skb);
		return;
	}
	if (after(cb->seq, tp->rcv_nxt)) {
		tcp_data_queue_ofo(sk, skb);
		return;
	}
	inet_csk(sk)->icsk_ack.pending |= ICSK_ACK_SCHED;
	tp->rcv_segs++;
	if (!skb_queue_empty(&tp->out_of_order_queue))
		inet_csk(sk)->icsk_ack.pending |= ICSK_ACK_NOW;
	tcp_queue_rcv(sk, skb);
	tcp_ofo_queue(sk);
	if (!sock_flag(sk, SOCK_DEAD))
		tcp_data_ready(sk);
}

/* ---- is the segment one of this connection? */

static bool tcp_sequence(const struct tcp_sock *tp, u32 seq, u32 end_seq)
{
	return !before(end_seq, tp->rcv_wup) && !after(seq, tp->rcv_nxt + (tp->rcv_wup + tp->rcv_wnd - tp->rcv_nxt));
}

static bool tcp_validate_incoming(struct sock *sk, struct sk_buff *skb)
{
	const struct tcp_skb_cb *cb = TCP_SKB_CB(skb);
	struct tcp_sock *tp = tcp_sk(sk);

	tp->segs_in++;
	if (!tcp_sequence(tp, cb->seq, cb->end_seq)) {
		if (!(cb->tcp_flags & TCPHDR_RST))
			tcp_send_ack(sk);
		goto discard;
	}
	if (cb->tcp_flags & TCPHDR_RST) {
		/* a guess is answered, not obeyed (RFC 5961, 3.2) */
		if (cb->seq == tp->rcv_nxt)
			tcp_reset(sk);
		else
			tcp_send_challenge_ack(sk);
		goto discard;
	}
	if (cb->tcp_flags & TCPHDR_SYN) {
		/* the other half of a simultaneous open */
		if (sk->sk_state == TCP_SYN_RECV && (cb->tcp_flags & TCPHDR_ACK) && cb->seq + 1 == tp->rcv_nxt &&
		    cb->end_seq == tp->rcv_nxt && cb->ack_seq == tp->snd_nxt)
			return true;
		tcp_send_challenge_ack(sk);
		goto discard;
	}
	return true;
discard:
	kfree_skb(skb);
	return false;
}

void tcp_rcv_established(struct sock *sk, struct sk_buff *skb)
{
	const struct tcp_skb_cb *cb = TCP_SKB_CB(skb);

	if (!tcp_validate_incoming(sk, skb))
		return;
	if (!(cb->tcp_flags & TCPHDR_ACK) || tcp_ack(sk, skb, cb->seq != cb->end_seq) < 0) {
		tcp_send_challenge_ack(sk);
		kfree_skb(skb);
		return;
	}
	/* a zero-window probe: nothing new, but it wants an answer */
	if (cb->seq == cb->end_seq && before(cb->seq, tcp_sk(sk)->rcv_nxt))
		inet_csk(sk)->icsk_ack.pending |= ICSK_ACK_NOW;
	tcp_data_queue(sk, skb);
	if (sk->sk_state == TCP_CLOSE)
		return;
	tcp_data_snd_check(sk);
	tcp_ack_snd_check(sk);
}

/* ---- opening */

static void tcp_finish_connect(struct sock *sk)
{
	tcp_set_state(sk, TCP_ESTABLISHED);
	tcp_init_metrics(sk);
	tcp_sk(sk)->rcv_tstamp = jiffies;
	if (sock_flag(sk, SOCK_KEEPOPEN))
		tcp_set_keepalive(sk, 1);
}

static void tcp_synsent_take_seq(struct sock *sk, const struct sk_buff *skb)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct tcp_options_received opt;

	tcp_parse_options(skb, &opt);
	tp->mss_cache = opt.mss_clamp;
	tcp_initialize_rcv_mss(sk);
	tp->rcv_nxt = tp->rcv_wup = tp->copied_seq = TCP_SKB_CB(skb)->seq + 1;
	tp->snd_wl1 = TCP_SKB_CB(skb)->seq;
	tp->snd_wnd = tp->max_window = ntohs(tcp_hdr(skb)->window);
}

/* 1: the sender is to be reset; 0: done with the segment. */
static int tcp_rcv_synsent_state_process(struct sock *sk, struct sk_buff *skb)
{
	struct tcp_sock *tp = tcp_sk(sk);
	u8 flags = TCP_SKB_CB(skb)->tcp_flags;
	u32 ack = TCP_SKB_CB(skb)->ack_seq;

	if (flags & TCPHDR_ACK) {
		if (!after(ack, tp->snd_una) || after(ack, tp->snd_nxt))
			return !(flags & TCPHDR_RST);
		if (flags & TCPHDR_RST) {
			tcp_reset(sk);
			goto discard;
		}
		if (!(flags & TCPHDR_SYN))
			goto discard;
		tcp_synsent_take_seq(sk, skb);
		tcp_ack(sk, skb, false);
		tcp_finish_connect(sk);
		if (!sock_flag(sk, SOCK_DEAD))
			sk->sk_state_change(sk);
		tcp_send_ack(sk);
		goto discard;
	}
	if (flags & TCPHDR_RST)
		goto discard;
	if (flags & TCPHDR_SYN) {
		tcp_set_state(sk, TCP_SYN_RECV);
		tcp_synsent_take_seq(sk, skb);
		tcp_send_synack(sk);
	}
discard:
	kfree_skb(skb);
	return 0;
}

int tcp_conn_request(const struct request_sock_ops *rsk_ops, const struct tcp_request_sock_ops *af_ops,
		     struct sock *sk, struct sk_buff *skb)
{
	struct tcp_options_received opt;
	struct request_sock *req;
	struct sock_common *rc;
	struct dst_entry *dst;
	struct flowi4 fl4;

	if (sk->sk_ack_backlog > sk->sk_max_ack_backlog)
		return 0;
	tcp_parse_options(skb, &opt);
	req = inet_reqsk_alloc(rsk_ops, sk);
	req->af_specific = af_ops;
	rc = &req->__req_common;
	rc->skc_daddr = ip_hdr(skb)->saddr;
	rc->skc_rcv_saddr = ip_hdr(skb)->daddr;
	rc->skc_dport = tcp_hdr(skb)->source;
	rc->skc_num = ntohs(tcp_hdr(skb)->dest);
	req->mss = opt.mss_clamp ? opt.mss_clamp : af_ops->mss_clamp;
	req->rcv_isn = TCP_SKB_CB(skb)->seq;
	req->rcv_nxt = req->rcv_isn + 1;
	req->snt_isn = af_ops->init_seq(skb);
	req->ts_sent = (u32)jiffies;
	dst = af_ops->route_req(sk, skb, &fl4, req);
	if (!dst) {
		reqsk_put(req);
		return 0;
	}
	inet_csk_reqsk_queue_hash_add(sk, req, TCP_TIMEOUT_INIT);
	af_ops->send_synack(sk, dst, req);
	return 0;
}

/* ---- every state but ESTABLISHED */

/* An acknowledgement for one that closes; false where it is gone now. */
static bool tcp_rcv_closing(struct sock *sk, struct sk_buff *skb)
{
	struct tcp_sock *tp = tcp_sk(sk);
	bool all_acked = tp->snd_una == tp->write_seq;

	switch (sk->sk_state) {
	case TCP_FIN_WAIT1: {
		if (!all_acked)
			break;
		tcp_set_state(sk, TCP_FIN_WAIT2);
		sk->sk_shutdown |= SEND_SHUTDOWN;
		if (!sock_flag(sk, SOCK_DEAD)) {
			sk->sk_state_change(sk);
			break;
		}
		if (TCP_SKB_CB(skb)->tcp_flags & TCPHDR_FIN)
			break;
		tcp_time_wait(sk, TCP_FIN_WAIT2, TCP_TIMEWAIT_LEN);
		return false;
	}
	case TCP_CLOSING:
		if (all_acked) {
			tcp_time_wait(sk, TCP_TIME_WAIT, TCP_TIMEWAIT_LEN);
			return false;
		}
		break;
	case TCP_LAST_ACK:
		if (all_acked) {
			tcp_done(sk);
			return false;
		}
		break;
	default:
		break;
	}
	return true;
}

/* 1: the sender is to be reset, and the packet is still there. */
int tcp_rcv_state_process(struct sock *sk, struct sk_buff *skb)
{
	struct inet_connection_sock *icsk = inet_csk(sk);
	struct tcp_sock *tp = tcp_sk(sk);
	const struct tcp_skb_cb *cb = TCP_SKB_CB(skb);
	int err;

	switch (sk->sk_state) {
	case TCP_CLOSE:
		goto discard;
	case TCP_LISTEN:
		if (cb->tcp_flags & TCPHDR_ACK)
			return 1;
		if ((cb->tcp_flags & (TCPHDR_RST | TCPHDR_SYN | TCPHDR_FIN)) == TCPHDR_SYN)
			icsk->icsk_af_ops->conn_request(sk, skb);
		goto discard;
	case TCP_SYN_SENT:
		return tcp_rcv_synsent_state_process(sk, skb);
	}
	if (!tcp_validate_incoming(sk, skb))
		return 0;
	if (!(cb->tcp_flags & TCPHDR_ACK))
		goto discard;
	err = tcp_ack(sk, skb, cb->seq != cb->end_seq);
	if (err <= 0) {
		if (sk->sk_state == TCP_SYN_RECV)
			return 1;
		tcp_send_challenge_ack(sk);
		goto discard;
	}
	switch (sk->sk_state) {
	case TCP_SYN_RECV:
		tp->snd_wnd = ntohs(tcp_hdr(skb)->window);
		tp->snd_wl1 = cb->seq;
		tcp_init_metrics(sk);
		tp->rcv_tstamp = jiffies;
		tcp_set_state(sk, TCP_ESTABLISHED);
		sk->sk_state_change(sk);
		break;
	default:
		if (!tcp_rcv_closing(sk, skb))
			goto discard;
	}
	switch (sk->sk_state) {
	case TCP_CLOSE_WAIT:
	case TCP_CLOSING:
	case TCP_LAST_ACK:
		if (!before(cb->seq, tp->rcv_nxt)) {
			kfree_skb(skb);
			break;
		}
		fallthrough;	/* @pitfall 27 */
	case TCP_FIN_WAIT1:
	case TCP_FIN_WAIT2:
		/* data for a program that is gone (RFC 9293, 3.6.1) */
		if ((sk->sk_shutdown & RCV_SHUTDOWN) && cb->end_seq - cb->seq > !!(cb->tcp_flags & TCPHDR_FIN) &&
		    after(cb->end_seq, tp->rcv_nxt) && sock_flag(sk, SOCK_DEAD)) {
			tcp_reset(sk);
			return 1;
		}
		fallthrough;
	case TCP_ESTABLISHED:
		tcp_data_queue(sk, skb);
		break;
	default:
		kfree_skb(skb);
	}
	if (sk->sk_state != TCP_CLOSE) {
		tcp_data_snd_check(sk);
		tcp_ack_snd_check(sk);
	}
	return 0;
discard:
	kfree_skb(skb);
	return 0;
}
