/* SPDX-License-Identifier: MIT */
/* TCP's timers: again after a time; an acknowledgement after a while; is anybody still there? */
#include <net/tcp.h>

void tcp_write_err(struct sock *sk)
{
	sk->sk_err = ETIMEDOUT;
	sk->sk_error_report(sk);
	skb_queue_purge(&sk->sk_write_queue);
	tcp_done(sk);
}

/* Enough is enough? */
static bool tcp_write_timeout(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);
	int retry_until = TCPF(sk->sk_state) & (TCPF(TCP_SYN_SENT) | TCPF(TCP_SYN_RECV)) ?
			  TCP_SYN_RETRIES : TCP_RETR2;

	if (icsk->icsk_retransmits < retry_until)
		return false;
	tcp_write_err(sk);
	return true;
}

static void tcp_retransmit_timer(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);
	struct sk_buff *skb = tcp_rtx_queue_head(sk);

	if (!skb || tcp_write_timeout(sk))
		return;
	tcp_enter_loss(sk);
	icsk->icsk_retransmits++;
	tcp_retransmit_skb(sk, skb);
	icsk->icsk_backoff++;
	icsk->icsk_rto = (u32)min((unsigned long)icsk->icsk_rto << 1, TCP_RTO_MAX);
	tcp_rtx_timer_reset(sk);
}

static void tcp_probe_timer(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);

	if (tcp_packets_in_flight(tcp_sk(sk)) || !tcp_send_head(sk)) {
		icsk->icsk_probes_out = 0;
		return;
	}
	if (icsk->icsk_probes_out >= TCP_RETR2)
		tcp_write_err(sk);
	else
		tcp_send_probe0(sk);
}

void tcp_write_timer_handler(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);
	int event = icsk->icsk_pending;

	if (TCPF(sk->sk_state) & (TCPF(TCP_CLOSE) | TCPF(TCP_LISTEN)) || !event)
		return;
	if (time_after(icsk->icsk_timeout, jiffies)) {
		sk_reset_timer(sk, &icsk->icsk_retransmit_timer, icsk->icsk_timeout);
		return;
	}
	icsk->icsk_pending = 0;
	switch (event) {
	case ICSK_TIME_RETRANS:
		tcp_retransmit_timer(sk);
		break;
	case ICSK_TIME_PROBE0:
		tcp_probe_timer(sk);
		break;
	}
}

static void tcp_write_timer(struct timer_list *t)
{
	struct inet_connection_sock *icsk = from_timer(icsk, t, icsk_retransmit_timer);	/* @pitfall 25 */
	struct sock *sk = &icsk->icsk_inet.sk;

	if (sock_owned_by_user(sk)) {
		tcp_sk(sk)->deferred |= TCP_WRITE_TIMER_DEFERRED;
		return;
	}
	tcp_write_timer_handler(sk);
	sock_put(sk);
}

void tcp_delack_timer_handler(struct sock *sk)
{
	if (inet_csk(sk)->icsk_ack.pending & ICSK_ACK_SCHED)
		tcp_send_ack(sk);
}

static void tcp_delack_timer(struct timer_list *t)
{
	struct inet_connection_sock *icsk = from_timer(icsk, t, icsk_delack_timer);
	struct sock *sk = &icsk->icsk_inet.sk;

	if (sock_owned_by_user(sk)) {
		tcp_sk(sk)->deferred |= TCP_DELACK_TIMER_DEFERRED;
		return;
	}
	tcp_delack_timer_handler(sk);
	sock_put(sk);
}

static void tcp_keepalive_timer(struct timer_list *t)
{
	struct sock *sk = from_timer(sk, t, sk_timer);
	struct inet_connection_sock *icsk = inet_csk(sk);
	unsigned long idle = jiffies - tcp_sk(sk)->rcv_tstamp, next = TCP_KEEPALIVE_INTVL;

	if (!sock_flag(sk, SOCK_KEEPOPEN) || !(TCPF(sk->sk_state) & (TCPF(TCP_ESTABLISHED) | TCPF(TCP_CLOSE_WAIT))))
		goto out;
	if (idle < TCP_KEEPALIVE_TIME) {
		icsk->icsk_probes_out = 0;
		next = TCP_KEEPALIVE_TIME - idle;
	} else if (icsk->icsk_probes_out >= TCP_KEEPALIVE_PROBES) {
		tcp_send_active_reset(sk);
		tcp_write_err(sk);
		goto out;
	} else {
		tcp_write_wakeup(sk);
		icsk->icsk_probes_out++;
	}
	sk_reset_timer(sk, &sk->sk_timer, jiffies + next);
out:
	sock_put(sk);
}

void tcp_set_keepalive(struct sock *sk, int on)
{
	if (on) {
		sock_set_flag(sk, SOCK_KEEPOPEN);
		sk_reset_timer(sk, &sk->sk_timer, jiffies + TCP_KEEPALIVE_TIME);
	} else {
		sk->sk_flags &= (u8)~SOCK_KEEPOPEN;
		sk_stop_timer(sk, &sk->sk_timer);
	}
}

void tcp_init_xmit_timers(struct sock *sk)
{
	inet_csk_init_xmit_timers(sk, tcp_write_timer, tcp_delack_timer, tcp_keepalive_timer);
}
