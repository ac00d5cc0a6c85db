/* SPDX-License-Identifier: MIT */
/* TCP as programs see it: sending, receiving, closing. */
#include <net/tcp.h>

const char *tcp_state_name(int state)
{
	static const char *const names[TCP_MAX_STATES] = {
		[TCP_ESTABLISHED] = "ESTABLISHED", [TCP_SYN_SENT] = "SYN_SENT", [TCP_SYN_RECV] = "SYN_RECV",
		[TCP_FIN_WAIT1] = "FIN_WAIT1", [TCP_FIN_WAIT2] = "FIN_WAIT2", [TCP_TIME_WAIT] = "TIME_WAIT",
		[TCP_CLOSE] = "CLOSE", [TCP_CLOSE_WAIT] = "CLOSE_WAIT", [TCP_LAST_ACK] = "LAST_ACK",
		[TCP_LISTEN] = "LISTEN", [TCP_CLOSING] = "CLOSING", [TCP_NEW_SYN_RECV] = "NEW_SYN_RECV",
	};

	return state > 0 && state < TCP_MAX_STATES ? names[state] : "?";
}

int tcp_init_sock(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);
	struct tcp_sock *tp = tcp_sk(sk);

	skb_queue_head_init(&tp->tcp_rtx_queue);
	skb_queue_head_init(&tp->out_of_order_queue);
	INIT_LIST_HEAD(&tp->tsq_node);
	tcp_init_xmit_timers(sk);
	icsk->icsk_rto = TCP_TIMEOUT_INIT;
	icsk->icsk_ca_ops = &tcp_reno;
	tp->mdev_us = TCP_TIMEOUT_INIT;
	tp->snd_cwnd = TCP_INIT_CWND;
	tp->snd_ssthresh = TCP_INFINITE_SSTHRESH;
	tp->mss_cache = TCP_MSS_DEFAULT;
	sk->sk_state = TCP_CLOSE;
	sk->sk_write_space = sk_stream_write_space;
	return 0;
}

void tcp_set_state(struct sock *sk, int state)
{
	if (state == TCP_CLOSE) {
		sk->sk_prot->unhash(sk);
		hlist_del_init(&sk->sk_bind_node);
	}
	inet_sk_state_store(sk, state);
}

void tcp_done(struct sock *sk)
{
	tcp_set_state(sk, TCP_CLOSE);
	inet_csk_clear_xmit_timers(sk);
	sk->sk_shutdown = RCV_SHUTDOWN | SEND_SHUTDOWN;
	if (!sock_flag(sk, SOCK_DEAD))
		sk->sk_state_change(sk);
	else
		inet_csk_destroy_sock(sk);
}

/* ---- sending */

static void tcp_push(struct sock *sk, int nonagle)
{
	struct sk_buff *skb = tcp_send_head(sk);

	if (!skb)
		return;
	TCP_SKB_CB(sk->sk_write_queue.prev)->tcp_flags |= TCPHDR_PSH;
	__tcp_push_pending_frames(sk, tcp_sk(sk)->mss_cache, nonagle);
}

/* The last packet that waits, if there is room in it, else a new one. */
static struct sk_buff *tcp_write_queue_room(struct sock *sk, unsigned int *room)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct sk_buff *skb = skb_queue_empty(&sk->sk_write_queue) ? NULL : sk->sk_write_queue.prev;

	if (skb && skb->len < tp->mss_cache && (size_t)(skb->end - skb->tail) >= tp->mss_cache - skb->len) {
		*room = tp->mss_cache - skb->len;
		return skb;
	}
	if (sk->sk_wmem_queued >= sk->sk_sndbuf)
		return NULL;
	skb = tcp_stream_alloc_skb(sk, tp->mss_cache);
	TCP_SKB_CB(skb)->seq = TCP_SKB_CB(skb)->end_seq = tp->write_seq;
	TCP_SKB_CB(skb)->tcp_flags = TCPHDR_ACK;
	tcp_queue_skb(sk, skb);
	*room = tp->mss_cache;
	return skb;
}

static int tcp_sendmsg_locked(struct sock *sk, struct msghdr *msg, size_t size)
{
	struct tcp_sock *tp = tcp_sk(sk);
	long timeo = msg->msg_flags & MSG_DONTWAIT ? 0 : sk->sk_sndtimeo;
	size_t copied = 0;
	int err = 0;

	if (!(TCPF(sk->sk_state) & (TCPF(TCP_ESTABLISHED) | TCPF(TCP_CLOSE_WAIT)))) {
		err = sk_stream_wait_connect(sk, &timeo);
		if (err)
			return err;
	}
	while (copied < size) {
		struct sk_buff *skb;
		unsigned int room, n;

		err = sock_error(sk);
		if (!err && (sk->sk_shutdown & SEND_SHUTDOWN))
			err = -EPIPE;
		if (err)
			break;
		skb = tcp_write_queue_room(sk, &room);
		if (!skb) {
			tcp_push(sk, tp->nonagle);
			err = sk_stream_wait_memory(sk, &timeo);
			if (err)
				break;
			continue;
		}
		n = (unsigned int)min(size - copied, (size_t)room);
		copy_from_iter(skb_put(skb, n), n, &msg->msg_iter);
		tp->write_seq += n;
		TCP_SKB_CB(skb)->end_seq += n;
		copied += n;
	}
	if (copied)
		tcp_push(sk, tp->nonagle);
	return copied ? (int)copied : err;
}

int tcp_sendmsg(struct sock *sk, struct msghdr *msg, size_t size)
{
	int ret;

	lock_sock(sk);
	ret = tcp_sendmsg_locked(sk, msg, size);
	release_sock(sk);
	return ret;
}

/* ---- receiving */

/* The window has grown by what the program took: tell the other side, if it matters. */
void tcp_cleanup_rbuf(struct sock *sk, int copied)
{
	struct inet_connection_sock *icsk = inet_csk(sk);
	struct tcp_sock *tp = tcp_sk(sk);
	u32 window = tp->rcv_wup + tp->rcv_wnd - tp->rcv_nxt;
	bool ack = (icsk->icsk_ack.pending & ICSK_ACK_SCHED) && skb_queue_empty(&sk->sk_receive_queue);

	if (copied > 0 && !(sk->sk_shutdown & RCV_SHUTDOWN) && 2 * window <= (u32)sk->sk_rcvbuf &&
	    (u32)tcp_space(sk) >= 2 * window + 1 && tcp_space(sk) >= sk->sk_rcvbuf / 2)
		ack = true;
	if (ack && sk->sk_state != TCP_CLOSE)
		tcp_send_ack(sk);
}

static int tcp_recvmsg_locked(struct sock *sk, struct msghdr *msg, size_t len, int flags)
{
	struct tcp_sock *tp = tcp_sk(sk);
	long timeo = sock_rcvtimeo(sk, flags & MSG_DONTWAIT);
	int copied = 0, err = 0;

	if (sk->sk_state == TCP_LISTEN)
		return -ENOTCONN;
	while (len) {
		struct sk_buff *skb = skb_peek(&sk->sk_receive_queue);

		if (skb) {
			int offset = (int)(tp->copied_seq - TCP_SKB_CB(skb)->seq);
			int used = (int)min(len, (size_t)((int)skb->len - offset));

			err = skb_copy_datagram_msg(skb, offset, msg, used);
			if (err)
				break;
			copied += used;
			len -= (size_t)used;
			if (flags & MSG_PEEK)
				break;
			tp->copied_seq += (u32)used;
			if (offset + used < (int)skb->len)
				continue;
			__skb_unlink(skb, &sk->sk_receive_queue);
			if (TCP_SKB_CB(skb)->tcp_flags & TCPHDR_FIN)
				tp->copied_seq++;
			consume_skb(skb);
			continue;
		}
		if (copied || sock_flag(sk, SOCK_DONE))
			break;
		err = sock_error(sk);
		if (err || (sk->sk_shutdown & RCV_SHUTDOWN))
			break;
		if (sk->sk_state == TCP_CLOSE) {
			err = -ENOTCONN;
			break;
		}
		if (!timeo) {
			err = -EAGAIN;
			break;
		}
		tcp_cleanup_rbuf(sk, copied);
		sk_wait_data(sk, &timeo);
	}
	tcp_cleanup_rbuf(sk, copied);
	return copied ? copied : err;
}

int tcp_recvmsg(struct sock *sk, struct msghdr *msg, size_t len, int flags)
{
	int ret;

	lock_sock(sk);
	ret = tcp_recvmsg_locked(sk, msg, len, flags);
	release_sock(sk);
	return ret;
}

int tcp_ioctl(struct sock *sk, int cmd, int *karg)
{
	struct sk_buff *skb;

	if (cmd != SIOCINQ)
		return -ENOTTY;
	*karg = 0;
	skb_queue_walk(&sk->sk_receive_queue, skb)
		*karg += (int)skb->len;
	return 0;
}

/* ---- closing */

/* The state after a program's close or shutdown; whether a FIN has to go out. */
static const unsigned char new_state[16] = {
	[TCP_ESTABLISHED] = TCP_FIN_WAIT1 | TCP_ACTION_FIN,
	[TCP_SYN_SENT] = TCP_CLOSE,
	[TCP_SYN_RECV] = TCP_FIN_WAIT1 | TCP_ACTION_FIN,
	[TCP_FIN_WAIT1] = TCP_FIN_WAIT1,
	[TCP_FIN_WAIT2] = TCP_FIN_WAIT2,
	[TCP_TIME_WAIT] = TCP_CLOSE,
	[TCP_CLOSE] = TCP_CLOSE,
	[TCP_CLOSE_WAIT] = TCP_LAST_ACK | TCP_ACTION_FIN,
	[TCP_LAST_ACK] = TCP_LAST_ACK,
	[TCP_LISTEN] = TCP_CLOSE,
	[TCP_CLOSING] = TCP_CLOSING,
};

static int tcp_close_state(struct sock *sk)
{
	int next = new_state[sk->sk_state];

	tcp_set_state(sk, next & TCP_STATE_MASK);	/* @pitfall 26 */
	return next & TCP_ACTION_FIN;
}

void tcp_shutdown(struct sock *sk, int how)
{
	if (!(how & SEND_SHUTDOWN))
		return;
	if (TCPF(sk->sk_state) & (TCPF(TCP_ESTABLISHED) | TCPF(TCP_SYN_RECV) | TCPF(TCP_CLOSE_WAIT)))
		if (tcp_close_state(sk))
			tcp_send_fin(sk);
}

static void __tcp_close(struct sock *sk, long timeout)
{
	bool unread = tcp_sk(sk)->rcv_nxt - tcp_sk(sk)->copied_seq > (sock_flag(sk, SOCK_DONE) ? 1 : 0);

	sk->sk_shutdown = RCV_SHUTDOWN | SEND_SHUTDOWN;
	skb_queue_purge(&sk->sk_receive_queue);
	if (sk->sk_state == TCP_LISTEN) {
		tcp_set_state(sk, TCP_CLOSE);
		inet_csk_listen_stop(sk);
	} else if (unread && sk->sk_state != TCP_CLOSE) {
		/* the other side must learn that its data was not read (RFC 2525, 2.17) */
		tcp_send_active_reset(sk);
		tcp_set_state(sk, TCP_CLOSE);
	} else if (tcp_close_state(sk)) {
		tcp_send_fin(sk);
	}
	sk_stream_wait_close(sk, timeout);
}

void tcp_close(struct sock *sk, long timeout)
{
	int state;

	lock_sock(sk);
	__tcp_close(sk, timeout);
	state = sk->sk_state;
	sock_hold(sk);
	sock_orphan(sk);
	release_sock(sk);
	/* what came in meanwhile may have ended it */
	if (state == TCP_CLOSE || sk->sk_state != TCP_CLOSE) {
		if (sk->sk_state == TCP_FIN_WAIT2)
			tcp_time_wait(sk, TCP_FIN_WAIT2, TCP_TIMEWAIT_LEN);
		else if (sk->sk_state == TCP_CLOSE)
			inet_csk_destroy_sock(sk);
	}
	sock_put(sk);
}

/* The socket can be used again. */
int tcp_disconnect(struct sock *sk, int flags __maybe_unused)
{
	struct tcp_sock *tp = tcp_sk(sk);

	if (TCPF(sk->sk_state) & (TCPF(TCP_ESTABLISHED) | TCPF(TCP_CLOSE_WAIT) | TCPF(TCP_SYN_RECV)))
		tcp_send_active_reset(sk);
	if (sk->sk_state != TCP_CLOSE)
		tcp_set_state(sk, TCP_CLOSE);
	inet_csk_clear_xmit_timers(sk);
	skb_queue_purge(&sk->sk_receive_queue);
	skb_queue_purge(&sk->sk_write_queue);
	skb_queue_purge(&tp->tcp_rtx_queue);
	skb_queue_purge(&tp->out_of_order_queue);
	sk->sk_wmem_queued = 0;
	sk->sk_shutdown = 0;
	sk->sk_dport = 0;
	sk->sk_num = 0;
	tp->in_recovery = false;
	tp->srtt_us = 0;
	inet_csk(sk)->icsk_rto = TCP_TIMEOUT_INIT;
	inet_csk(sk)->icsk_retransmits = inet_csk(sk)->icsk_backoff = 0;
	sk_dst_set(sk, NULL);
	return 0;
}

/* ---- options */

int tcp_setsockopt(struct sock *sk, int level, int name, const void *val, int len)
{
	int err = 0;

	if (level != SOL_TCP || len < 1)
		return -ENOPROTOOPT;
	lock_sock(sk);
	switch (name) {
	case TCP_NODELAY:
		tcp_sk(sk)->nonagle = *(const u8 *)val != 0;
		if (tcp_sk(sk)->nonagle)
			tcp_push_pending_frames(sk);
		break;
	case TCP_CONGESTION:
		err = tcp_set_congestion_control(sk, val);
		break;
	case TCP_ULP:
		err = tcp_set_ulp(sk, val);
		break;
	default:
		err = -ENOPROTOOPT;
	}
	release_sock(sk);
	return err;
}

int tcp_getsockopt(struct sock *sk, int level, int name, void *val, int *len)
{
	if (level != SOL_TCP || name != TCP_CONGESTION || *len < 16)
		return -ENOPROTOOPT;
	*len = snprintf(val, 16, "%s", inet_csk(sk)->icsk_ca_ops->name);
	return 0;
}

void tcp_init(void)
{
	tcp_register_congestion_control(&tcp_reno);
	tcp_ulp_init();
	tcp_tsq_tasklet_init();
	tcp_v4_init();
}
