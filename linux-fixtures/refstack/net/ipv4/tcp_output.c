/* SPDX-License-Identifier: MIT */
/* TCP, going out: what is sent when, and what is in its header. */
#include <net/checksum.h>
#include <net/tcp.h>

#define TCP_TSQ_LIMIT	(2 * 2048)	/* bytes of a socket that may wait in the machine itself */

static struct tasklet_struct tsq_tasklet;
static LIST_HEAD(tsq_list);

static bool tcp_write_xmit(struct sock *sk, unsigned int mss_now, int nonagle);

struct sk_buff *tcp_stream_alloc_skb(struct sock *sk __maybe_unused, unsigned int size)
{
	struct sk_buff *skb = alloc_skb(MAX_HEADER + 40 + size, GFP_ATOMIC);

	skb_reserve(skb, MAX_HEADER + 40);
	return skb;
}

void tcp_queue_skb(struct sock *sk, struct sk_buff *skb)
{
	skb_queue_tail(&sk->sk_write_queue, skb);
	sk->sk_wmem_queued += (int)skb->truesize;
}

/* How much the other side may send: never less than it was told before. */
u16 tcp_select_window(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	u32 cur = tp->rcv_wup + tp->rcv_wnd - tp->rcv_nxt;
	u32 space = (u32)tcp_space(sk);

	if ((s32)cur < 0)
		cur = 0;
	/* no small steps (RFC 9293, 3.8.6.2.2) */
	if (space < min((u32)sk->sk_rcvbuf / 2, (u32)tp->advmss) || space < cur)
		space = cur;
	tp->rcv_wnd = min(space, 65535u);
	tp->rcv_wup = tp->rcv_nxt;
	return (u16)tp->rcv_wnd;
}

static void tcp_write_mss_option(u8 *opt, u16 mss)
{
	opt[0] = TCPOPT_MSS;
	opt[1] = TCPOLEN_MSS;
	opt[2] = (u8)(mss >> 8);
	opt[3] = (u8)mss;
}

/* A packet of ours has left the machine: there may be room for more. */
void tcp_wfree(struct sk_buff *skb)
{
	struct sock *sk = skb->sk;
	struct tcp_sock *tp = tcp_sk(sk);

	sk->sk_wmem_alloc -= (int)skb->truesize;
	if (!list_empty(&tp->tsq_node) && sk->sk_wmem_alloc < TCP_TSQ_LIMIT)
		tasklet_schedule(&tsq_tasklet);
	sock_put(sk);
}

static int __tcp_transmit_skb(struct sock *sk, struct sk_buff *skb, int clone_it, gfp_t gfp, u32 rcv_nxt)
{
	const struct inet_connection_sock *icsk = inet_csk(sk);
	struct tcp_skb_cb *tcb = TCP_SKB_CB(skb);
	struct tcp_sock *tp = tcp_sk(sk);
	unsigned int header_size = sizeof(struct tcphdr);
	struct tcphdr *th;

	skb->when = jiffies;
	if (clone_it)
		skb = skb_clone(skb, gfp);
	tcb = TCP_SKB_CB(skb);
	if (tcb->tcp_flags & TCPHDR_SYN)
		header_size += TCPOLEN_MSS;
	skb->sk = sk;
	skb->destructor = skb->len ? tcp_wfree : sock_wfree;	/* @pitfall 11 */
	sock_hold(sk);
	sk->sk_wmem_alloc += (int)skb->truesize;

	th = skb_push(skb, header_size);
	skb_reset_transport_header(skb);
	*th = (struct tcphdr){
		.source = inet_sk(sk)->inet_sport, .dest = sk->sk_dport, .seq = htonl(tcb->seq),
		.ack_seq = tcb->tcp_flags & TCPHDR_ACK ? htonl(rcv_nxt) : 0,
		.doff = (u8)(header_size / 4 << 4), .flags = tcb->tcp_flags,
		.window = htons(tcp_select_window(sk)),
	};
	if (tcb->tcp_flags & TCPHDR_SYN)
		tcp_write_mss_option((u8 *)(th + 1), tp->advmss);
	INDIRECT_CALL_INET_1(icsk->icsk_af_ops->send_check, tcp_v4_send_check, sk, skb);
	tp->segs_out++;
	if (tcb->tcp_flags & TCPHDR_ACK) {
		inet_csk(sk)->icsk_ack.pending = 0;
		tp->rcv_segs = 0;
		sk_stop_timer(sk, &inet_csk(sk)->icsk_delack_timer);
	}
	return INDIRECT_CALL_INET_1(icsk->icsk_af_ops->queue_xmit, ip_queue_xmit, sk, skb);
}

static int tcp_transmit_skb(struct sock *sk, struct sk_buff *skb, int clone_it, gfp_t gfp)
{
	return __tcp_transmit_skb(sk, skb, clone_it, gfp, tcp_sk(sk)->rcv_nxt);
}

/* ---- the queue of what is to be sent */

static void tcp_event_new_data_sent(struct sock *sk, struct sk_buff *skb)
{
	struct tcp_sock *tp = tcp_sk(sk);
	bool first = skb_queue_empty(&tp->tcp_rtx_queue);

	tp->snd_nxt = TCP_SKB_CB(skb)->end_seq;
	__skb_unlink(skb, &sk->sk_write_queue);
	skb_queue_tail(&tp->tcp_rtx_queue, skb);
	if (first || inet_csk(sk)->icsk_pending != ICSK_TIME_RETRANS)
		tcp_rtx_timer_reset(sk);
}

/* The rest of the packet, from `len` on, becomes one of its own behind it. */
int tcp_fragment(struct sock *sk, struct sk_buff *skb, unsigned int len)
{
	struct sk_buff *buff = tcp_stream_alloc_skb(sk, skb->len - len);
	struct tcp_skb_cb *tcb = TCP_SKB_CB(skb), *rest = TCP_SKB_CB(buff);

	memcpy(skb_put(buff, skb->len - len), skb->data + len, skb->len - len);
	*rest = *tcb;
	rest->seq = tcb->seq + len;
	tcb->end_seq = rest->seq;
	tcb->tcp_flags &= (u8)~(TCPHDR_FIN | TCPHDR_PSH);
	skb_trim(skb, len);
	__skb_insert(buff, skb, &sk->sk_write_queue);
	sk->sk_wmem_queued += (int)buff->truesize;
	return 0;
}

/* Small packets wait while others are under way (RFC 9293, 3.7.4). */
static bool tcp_nagle_test(const struct tcp_sock *tp, const struct sk_buff *skb, unsigned int mss_now, int nonagle)
{
	return nonagle || skb->len >= mss_now || (TCP_SKB_CB(skb)->tcp_flags & TCPHDR_FIN) ||
	       !tcp_packets_in_flight(tp);
}

static bool tcp_small_queue_check(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);

	if (sk->sk_wmem_alloc < TCP_TSQ_LIMIT)
		return false;
	if (list_empty(&tp->tsq_node)) {
		sock_hold(sk);
		list_add_tail(&tp->tsq_node, &tsq_list);
	}
	return true;
}

/* True where something waits that only the other side can set free. */
static bool tcp_write_xmit(struct sock *sk, unsigned int mss_now, int nonagle)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct sk_buff *skb;

	while ((skb = tcp_send_head(sk))) {
		if (tcp_packets_in_flight(tp) >= tp->snd_cwnd)
			break;
		if (after(TCP_SKB_CB(skb)->end_seq, tcp_wnd_end(tp)))
			break;
		if (!tcp_nagle_test(tp, skb, mss_now, nonagle) || tcp_small_queue_check(sk))
			break;
		if (tcp_transmit_skb(sk, skb, 1, GFP_ATOMIC) < 0)
			break;
		tcp_event_new_data_sent(sk, skb);
	}
	return !tcp_packets_in_flight(tp) && tcp_send_head(sk);
}

void tcp_check_probe_timer(struct sock *sk)
{
	if (!tcp_packets_in_flight(tcp_sk(sk)) && !inet_csk(sk)->icsk_pending)
		inet_csk_reset_xmit_timer(sk, ICSK_TIME_PROBE0, inet_csk(sk)->icsk_rto);
}

void __tcp_push_pending_frames(struct sock *sk, unsigned int cur_mss, int nonagle)
{
	if (sk->sk_state == TCP_CLOSE)
		return;
	if (tcp_write_xmit(sk, cur_mss, nonagle))
		tcp_check_probe_timer(sk);
}

static void tcp_tsq_handler(struct sock *sk)
{
	if (TCPF(sk->sk_state) & (TCPF(TCP_ESTABLISHED) | TCPF(TCP_CLOSE_WAIT) | TCPF(TCP_FIN_WAIT1) |
				  TCPF(TCP_CLOSING) | TCPF(TCP_LAST_ACK)))
		tcp_write_xmit(sk, tcp_sk(sk)->mss_cache, tcp_sk(sk)->nonagle);
}

static void tcp_tasklet_func(struct tasklet_struct *t __maybe_unused)
{
	struct tcp_sock *tp, *next;
	LIST_HEAD(list);

	list_for_each_entry_safe(tp, next, &tsq_list, tsq_node) {
		list_del_init(&tp->tsq_node);
		list_add_tail(&tp->tsq_node, &list);
	}
	list_for_each_entry_safe(tp, next, &list, tsq_node) {
		struct sock *sk = (struct sock *)tp;

		list_del_init(&tp->tsq_node);
		if (!sock_owned_by_user(sk))
			tcp_tsq_handler(sk);
		else
			tp->deferred |= TCP_TSQ_DEFERRED;
		sock_put(sk);
	}
}

void tcp_tsq_tasklet_init(void)
{
	tasklet_setup(&tsq_tasklet, tcp_tasklet_func);
}

/* What softirqs could not do because the program had the socket. */
void tcp_release_cb(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	unsigned int todo = tp->deferred;

	tp->deferred = 0;
	if (todo & TCP_TSQ_DEFERRED)
		tcp_tsq_handler(sk);
	if (todo & TCP_WRITE_TIMER_DEFERRED) {
		tcp_write_timer_handler(sk);
		sock_put(sk);
	}
	if (todo & TCP_DELACK_TIMER_DEFERRED) {
		tcp_delack_timer_handler(sk);
		sock_put(sk);
	}
}

/* ---- again */

static int __tcp_retransmit_skb(struct sock *sk, struct sk_buff *skb)
{
	if (inet_csk(sk)->icsk_af_ops->rebuild_header(sk))
		return -EHOSTUNREACH;
	TCP_SKB_CB(skb)->sacked = 1;
	return tcp_transmit_skb(sk, skb, 1, GFP_ATOMIC);
}

int tcp_retransmit_skb(struct sock *sk, struct sk_buff *skb)
{
	int err = __tcp_retransmit_skb(sk, skb);

	if (!err)
		tcp_sk(sk)->total_retrans++;
	return err;
}

/* ---- packets without data */

static struct sk_buff *tcp_init_nondata_skb(struct sock *sk, u32 seq, u8 flags)
{
	struct sk_buff *skb = tcp_stream_alloc_skb(sk, 0);
	struct tcp_skb_cb *tcb = TCP_SKB_CB(skb);

	tcb->tcp_flags = flags;
	tcb->seq = seq;
	tcb->end_seq = seq + (flags & (TCPHDR_SYN | TCPHDR_FIN) ? 1 : 0);
	return skb;
}

static void __tcp_send_ack(struct sock *sk, u32 rcv_nxt)
{
	struct sk_buff *skb = tcp_init_nondata_skb(sk, tcp_sk(sk)->snd_nxt, TCPHDR_ACK);

	__tcp_transmit_skb(sk, skb, 0, GFP_ATOMIC, rcv_nxt);
}

void tcp_send_ack(struct sock *sk)
{
	if (sk->sk_state == TCP_CLOSE)
		return;
	__tcp_send_ack(sk, tcp_sk(sk)->rcv_nxt);
}

void tcp_send_fin(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct sk_buff *tail = skb_queue_empty(&sk->sk_write_queue) ? NULL : sk->sk_write_queue.prev;

	if (tail) {
		TCP_SKB_CB(tail)->tcp_flags |= TCPHDR_FIN;
		TCP_SKB_CB(tail)->end_seq++;
	} else {
		tcp_queue_skb(sk, tcp_init_nondata_skb(sk, tp->write_seq, TCPHDR_ACK | TCPHDR_FIN));
	}
	tp->write_seq++;
	__tcp_push_pending_frames(sk, tp->mss_cache, 1);
}

void tcp_send_active_reset(struct sock *sk)
{
	tcp_transmit_skb(sk, tcp_init_nondata_skb(sk, tcp_sk(sk)->snd_nxt, TCPHDR_ACK | TCPHDR_RST), 0, GFP_ATOMIC);
}

/* Both sides asked at the same time: our SYN again, now as an answer. */
int tcp_send_synack(struct sock *sk)
{
	struct sk_buff *skb = tcp_rtx_queue_head(sk);

	if (!skb || !(TCP_SKB_CB(skb)->tcp_flags & TCPHDR_SYN))
		return -EFAULT;
	TCP_SKB_CB(skb)->tcp_flags |= TCPHDR_ACK;
	return tcp_transmit_skb(sk, skb, 1, GFP_ATOMIC);
}

/* A byte that the other side has already: it answers with its window. */
static int tcp_xmit_probe_skb(struct sock *sk)
{
	return tcp_transmit_skb(sk, tcp_init_nondata_skb(sk, tcp_sk(sk)->snd_una - 1, TCPHDR_ACK), 0, GFP_ATOMIC);
}

int tcp_write_wakeup(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct sk_buff *skb = tcp_send_head(sk);
	u32 room;
	int err;

	if (!skb || !before(TCP_SKB_CB(skb)->seq, tcp_wnd_end(tp)))
		return tcp_xmit_probe_skb(sk);
	room = tcp_wnd_end(tp) - TCP_SKB_CB(skb)->seq;
	if (skb->len > room)
		tcp_fragment(sk, skb, room);
	err = tcp_transmit_skb(sk, skb, 1, GFP_ATOMIC);
	if (err >= 0)
		tcp_event_new_data_sent(sk, skb);
	return err;
}

void tcp_send_probe0(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);

	tcp_write_wakeup(sk);
	if (tcp_packets_in_flight(tcp_sk(sk)) || !tcp_send_head(sk)) {
		icsk->icsk_probes_out = icsk->icsk_backoff = 0;
		return;
	}
	icsk->icsk_probes_out++;
	if (icsk->icsk_backoff < TCP_RETR2)
		icsk->icsk_backoff++;
	inet_csk_reset_xmit_timer(sk, ICSK_TIME_PROBE0, (unsigned long)icsk->icsk_rto << min(icsk->icsk_backoff, 9));
}

/* ---- opening */

static void tcp_connect_init(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);

	tp->advmss = (u16)(sk->sk_dst_cache->dev->mtu - 40);
	if (tp->advmss > 65495)
		tp->advmss = 65495;
	tp->snd_una = tp->snd_nxt = tp->write_seq;
	tp->snd_wnd = 0;
	tp->rcv_nxt = tp->rcv_wup = tp->copied_seq = 0;
	tp->rcv_wnd = 0;
	inet_csk(sk)->icsk_retransmits = 0;
}

static void tcp_connect_queue_skb(struct sock *sk, struct sk_buff *skb)
{
	struct tcp_sock *tp = tcp_sk(sk);

	skb_queue_tail(&tp->tcp_rtx_queue, skb);
	sk->sk_wmem_queued += (int)skb->truesize;
	tp->write_seq = TCP_SKB_CB(skb)->end_seq;
}

int tcp_connect(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct sk_buff *buff;
	int err;

	if (inet_csk(sk)->icsk_af_ops->rebuild_header(sk))
		return -EHOSTUNREACH;
	tcp_connect_init(sk);
	buff = tcp_init_nondata_skb(sk, tp->write_seq, TCPHDR_SYN);
	tcp_connect_queue_skb(sk, buff);
	err = tcp_transmit_skb(sk, buff, 1, GFP_KERNEL);
	if (err == -ECONNREFUSED)
		return err;
	tp->snd_nxt = tp->write_seq;
	tcp_rtx_timer_reset(sk);
	return 0;
}

/* For a request: there is no socket of its own yet. */
struct sk_buff *tcp_make_synack(const struct sock *sk, struct dst_entry *dst, struct request_sock *req)
{
	struct sk_buff *skb = alloc_skb(MAX_HEADER + 64, GFP_ATOMIC);
	u16 mss = (u16)min(dst->dev->mtu - 40, 65495u);
	struct tcphdr *th;

	skb_reserve(skb, MAX_HEADER + 40);
	skb_dst_set(skb, dst);
	th = skb_put(skb, sizeof(*th) + TCPOLEN_MSS);
	skb_reset_transport_header(skb);
	req->window = (u16)min(tcp_space(sk), 65535);
	*th = (struct tcphdr){
		.source = htons(req->__req_common.skc_num), .dest = req->__req_common.skc_dport,
		.seq = htonl(req->snt_isn), .ack_seq = htonl(req->rcv_nxt),
		.doff = (sizeof(*th) + TCPOLEN_MSS) / 4 << 4, .flags = TCPHDR_SYN | TCPHDR_ACK,
		.window = htons(req->window),
	};
	tcp_write_mss_option((u8 *)(th + 1), mss);
	return skb;
}

int tcp_rtx_synack(const struct sock *sk, struct request_sock *req)
{
	return req->af_specific->send_synack(sk, NULL, req);
}
