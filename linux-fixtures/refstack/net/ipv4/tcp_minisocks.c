/* SPDX-License-Identifier: MIT */
/* TCP sockets that are less than a socket: connection requests, and TIME_WAIT. */
#include <net/tcp.h>

void tcp_time_wait(struct sock *sk, int state, unsigned long timeo)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	struct inet_timewait_sock *tw = inet_twsk_alloc(sk, state);

	tw->tw_rcv_nxt = tp->rcv_nxt;
	tw->tw_snd_nxt = tp->snd_nxt;
	tw->tw_rcv_wnd = (u16)tp->rcv_wnd;
	if (sk->sk_state != state)
		trace_inet_sock_set_state(sk, sk->sk_state, state);
	/* the remnant has the state now */
	sk->sk_state = TCP_CLOSE;
	sk->sk_prot->unhash(sk);
	inet_ehash_insert((struct sock *)tw);
	inet_twsk_schedule(tw, timeo);
	tcp_done(sk);
}

enum tcp_tw_status tcp_timewait_state_process(struct inet_timewait_sock *tw, struct sk_buff *skb)
{
	const struct tcp_skb_cb *cb = TCP_SKB_CB(skb);

	if (tw->tw_substate == TCP_FIN_WAIT2) {
		if (before(cb->end_seq, tw->tw_rcv_nxt) || !(cb->tcp_flags & TCPHDR_ACK))
			return TCP_TW_SUCCESS;
		if (cb->tcp_flags & (TCPHDR_RST | TCPHDR_SYN))
			return TCP_TW_RST;
		if (cb->end_seq == cb->seq)
			return TCP_TW_SUCCESS;
		/* nobody will read data any more */
		if (!(cb->tcp_flags & TCPHDR_FIN) || cb->end_seq != tw->tw_rcv_nxt + 1)
			return TCP_TW_RST;
		trace_inet_sock_set_state((struct sock *)tw, tw->tw_substate, TCP_TIME_WAIT);
		WRITE_ONCE(tw->tw_substate, TCP_TIME_WAIT);
		tw->tw_rcv_nxt = cb->end_seq;
		inet_twsk_schedule(tw, TCP_TIMEWAIT_LEN);
		return TCP_TW_ACK;
	}
	if (cb->tcp_flags & TCPHDR_RST)
		return TCP_TW_SUCCESS;
	if ((cb->tcp_flags & (TCPHDR_SYN | TCPHDR_ACK)) == TCPHDR_SYN && after(cb->seq, tw->tw_rcv_nxt))
		return TCP_TW_SYN;
	if (cb->end_seq != cb->seq) {
		inet_twsk_schedule(tw, TCP_TIMEWAIT_LEN);
		return TCP_TW_ACK;
	}
	return TCP_TW_SUCCESS;
}

struct sock *tcp_create_openreq_child(const struct sock *sk, struct request_sock *req)
{
	struct sock *newsk = inet_csk_clone_lock(sk, req);
	struct tcp_sock *newtp = tcp_sk(newsk);

	skb_queue_head_init(&newtp->tcp_rtx_queue);
	skb_queue_head_init(&newtp->out_of_order_queue);
	INIT_LIST_HEAD(&newtp->tsq_node);
	newtp->deferred = 0;
	tcp_init_xmit_timers(newsk);
	newtp->rcv_nxt = newtp->rcv_wup = newtp->copied_seq = req->rcv_nxt;
	newtp->rcv_wnd = req->window;
	newtp->snd_una = newtp->snd_nxt = newtp->write_seq = req->snt_isn + 1;
	newtp->snd_wl1 = req->rcv_isn;
	newtp->mss_cache = req->mss;
	newtp->snd_cwnd = TCP_INIT_CWND;
	newtp->snd_ssthresh = TCP_INFINITE_SSTHRESH;
	newtp->srtt_us = 0;
	newtp->rcv_tstamp = jiffies;
	inet_csk(newsk)->icsk_rto = TCP_TIMEOUT_INIT;
	if (sock_flag(newsk, SOCK_KEEPOPEN))
		tcp_set_keepalive(newsk, 1);
	return newsk;
}

/* Whoever repeats himself too often gets no answer to each. */
static bool tcp_oow_rate_limited(struct request_sock *req)
{
	if (req->last_oow_ack_time && (u32)jiffies - req->last_oow_ack_time < HZ / 2)
		return true;
	req->last_oow_ack_time = (u32)jiffies;
	return false;
}

/* A segment for a request: with the last acknowledgement it becomes a socket (with a reference). */
struct sock *tcp_check_req(struct sock *sk, struct sk_buff *skb, struct request_sock *req)
{
	const struct tcp_skb_cb *cb = TCP_SKB_CB(skb);
	struct sock *child;

	/* the SYN again: our answer was lost */
	if (cb->seq == req->rcv_isn) {
		if ((cb->tcp_flags & (TCPHDR_SYN | TCPHDR_RST | TCPHDR_ACK)) == TCPHDR_SYN) {
			if (!tcp_oow_rate_limited(req) && !inet_rtx_syn_ack(sk, req))
				mod_timer(&req->rsk_timer, jiffies + (TCP_TIMEOUT_INIT << req->num_timeout));
			return NULL;
		}
	}
	if (before(cb->seq, req->rcv_nxt) || after(cb->seq, req->rcv_nxt + req->window)) {
		if (!(cb->tcp_flags & TCPHDR_RST))
			req->rsk_ops->send_ack(sk, skb, req);
		return NULL;
	}
	if (cb->tcp_flags & (TCPHDR_RST | TCPHDR_SYN)) {
		if (!(cb->tcp_flags & TCPHDR_RST))
			req->rsk_ops->send_reset(sk, skb);
		inet_csk_reqsk_queue_drop(req);
		return NULL;
	}
	if (!(cb->tcp_flags & TCPHDR_ACK))
		return NULL;
	if (cb->ack_seq != req->snt_isn + 1) {
		req->rsk_ops->send_reset(sk, skb);
		return NULL;
	}
	child = inet_csk(sk)->icsk_af_ops->syn_recv_sock(sk, skb, req);
	if (!child)
		return NULL;
	tcp_initialize_rcv_mss(child);
	inet_ehash_insert(child);
	/* the time from our answer to this is the first measured */
	if (!req->num_timeout)
		tcp_sk(child)->srtt_us = (u32)max((u32)jiffies - req->ts_sent, 1u) << 3;
	return inet_csk_complete_hashdance(sk, child, req);
}

/* 0: the segment is dealt with. */
int tcp_child_process(struct sock *parent, struct sock *child, struct sk_buff *skb)
{
	int state = child->sk_state, ret = 0;

	if (!sock_owned_by_user(child)) {
		ret = tcp_rcv_state_process(child, skb);
		if (state == TCP_SYN_RECV && child->sk_state != state)
			parent->sk_data_ready(parent);
	} else {
		sk_add_backlog(child, skb);
	}
	sock_put(child);
	return ret;
}
