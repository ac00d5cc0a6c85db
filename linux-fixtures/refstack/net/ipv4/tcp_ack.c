/* SPDX-License-Identifier: MIT */
/* TCP: acknowledgements, the round-trip time, and what follows from both. In tcp_input.c on real machines. */
#include <net/tcp.h>

/* RFC 6298, 2: srtt in eighths of ticks, mdev in quarters. */
static void tcp_rtt_estimator(struct tcp_sock *tp, u32 rtt)
{
	s32 m = (s32)max(rtt, 1u);

	if (!tp->srtt_us) {
		tp->srtt_us = (u32)m << 3;
		tp->mdev_us = (u32)m << 1;
		return;
	}
	m -= (s32)(tp->srtt_us >> 3);
	tp->srtt_us = (u32)((s32)tp->srtt_us + m);
	if (m < 0)
		m = -m;
	m -= (s32)(tp->mdev_us >> 2);
	tp->mdev_us = (u32)((s32)tp->mdev_us + m);
}

static void tcp_set_rto(struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	unsigned long rto = (tp->srtt_us >> 3) + tp->mdev_us;

	inet_csk(sk)->icsk_rto = (u32)min(max(rto, TCP_RTO_MIN), TCP_RTO_MAX);
	inet_csk(sk)->icsk_backoff = 0;
}

void tcp_init_metrics(struct sock *sk)
{
	if (!tcp_sk(sk)->srtt_us)
		inet_csk(sk)->icsk_rto = TCP_TIMEOUT_INIT;
}

/* Takes what arrived off the queue; returns how many packets that were. */
static u32 tcp_clean_rtx_queue(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct sk_buff *skb;
	bool timed = false;
	u32 acked = 0;

	while ((skb = tcp_rtx_queue_head(sk)) && !after(TCP_SKB_CB(skb)->end_seq, tp->snd_una)) {
		__skb_unlink(skb, &tp->tcp_rtx_queue);
		/* nobody knows which of two was acknowledged (Karn) */
		if (!TCP_SKB_CB(skb)->sacked && !timed) {
			tcp_rtt_estimator(tp, (u32)(jiffies - skb->when));
			tcp_set_rto(sk);
			timed = true;
		}
		sk->sk_wmem_queued -= (int)skb->truesize;
		consume_skb(skb);
		acked++;
	}
	return acked;
}

static void tcp_check_space(struct sock *sk)
{
	if (sk->sk_socket)
		sk->sk_write_space(sk);
}

void tcp_enter_loss(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);

	if (!inet_csk(sk)->icsk_retransmits)
		tp->snd_ssthresh = inet_csk(sk)->icsk_ca_ops->ssthresh(sk);
	tp->snd_cwnd = 1;
	tp->snd_cwnd_cnt = 0;
	tp->dup_acks = 0;
	tp->high_seq = tp->snd_nxt;
	tp->in_recovery = true;
}

/* Three times the same: a segment is missing, those behind it arrive (RFC 5681, 3.2; RFC 6582). */
static void tcp_fastretrans_alert(struct sock *sk, u32 acked)
{
	struct tcp_sock *tp = tcp_sk(sk);

	if (tp->in_recovery) {
		if (!before(tp->snd_una, tp->high_seq)) {
			tp->in_recovery = false;
			tp->dup_acks = 0;
			tp->snd_cwnd = max(tp->snd_cwnd, min(tp->snd_ssthresh, tcp_packets_in_flight(tp) + 1));
		} else if (acked && tcp_rtx_queue_head(sk)) {
			tcp_retransmit_skb(sk, tcp_rtx_queue_head(sk));
		}
		return;
	}
	if (tp->dup_acks != 3 || !tcp_rtx_queue_head(sk))
		return;
	tp->snd_ssthresh = inet_csk(sk)->icsk_ca_ops->ssthresh(sk);
	tp->snd_cwnd = tp->snd_ssthresh;
	tp->high_seq = tp->snd_nxt;
	tp->in_recovery = true;
	tcp_retransmit_skb(sk, tcp_rtx_queue_head(sk));
	tcp_rtx_timer_reset(sk);
}

static void tcp_cong_control(struct sock *sk, u32 ack, u32 acked)
{
	const struct inet_connection_sock *icsk = inet_csk(sk);

	icsk->icsk_ca_ops->cong_avoid(sk, ack, acked);
}

/* True where the other side's window changed (RFC 9293, 3.10.7.4). */
static bool tcp_ack_update_window(struct tcp_sock *tp, const struct sk_buff *skb)
{
	u32 seq = TCP_SKB_CB(skb)->seq, nwin = ntohs(tcp_hdr(skb)->window), old = tp->snd_wnd;

	if (after(TCP_SKB_CB(skb)->ack_seq, tp->snd_una) || after(seq, tp->snd_wl1) ||
	    (seq == tp->snd_wl1 && nwin > tp->snd_wnd)) {
		tp->snd_wl1 = seq;
		tp->snd_wnd = nwin;
		tp->max_window = max(tp->max_window, nwin);
	}
	return tp->snd_wnd != old;
}

/* The window was closed, and may be open now. */
static void tcp_ack_probe(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);
	const struct sk_buff *head = tcp_send_head(sk);

	if (!head)
		return;
	if (!after(TCP_SKB_CB(head)->end_seq, tcp_wnd_end(tcp_sk(sk)))) {
		icsk->icsk_backoff = icsk->icsk_probes_out = 0;
		inet_csk_clear_xmit_timer(sk);
	}
}

/* 1: something good; 0: nothing new; -1: about what was never sent. */
int tcp_ack(struct sock *sk, const struct sk_buff *skb, bool has_data)
{
	struct tcp_sock *tp = tcp_sk(sk);
	u32 ack = TCP_SKB_CB(skb)->ack_seq, prior = tp->snd_una, acked;
	bool window;

	if (after(ack, tp->snd_nxt))
		return -1;
	if (before(ack, prior))
		return 0;
	tp->rcv_tstamp = jiffies;
	inet_csk(sk)->icsk_probes_out = 0;
	window = tcp_ack_update_window(tp, skb);
	tp->snd_una = ack;
	if (ack != prior) {
		inet_csk(sk)->icsk_retransmits = 0;
		tp->dup_acks = 0;
	} else if (!has_data && !window && tcp_packets_in_flight(tp)) {
		tp->dup_acks++;
	}
	acked = tcp_clean_rtx_queue(sk);
	tcp_fastretrans_alert(sk, acked);
	if (acked) {
		if (!tp->in_recovery)
			tcp_cong_control(sk, ack, acked);
		else
			tp->snd_cwnd = max(tp->snd_cwnd, tcp_packets_in_flight(tp) + 1);
		if (tcp_packets_in_flight(tp))
			tcp_rtx_timer_reset(sk);
		else
			inet_csk_clear_xmit_timer(sk);
		tcp_check_space(sk);
	}
	if (!tcp_packets_in_flight(tp))
		tcp_ack_probe(sk);
	return 1;
}
