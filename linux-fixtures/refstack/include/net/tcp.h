/* SPDX-License-Identifier: MIT */
/* TCP (RFC 9293), with RFC 5681 congestion control and RFC 6298 retransmission timer. */
#ifndef _NET_TCP_H
#define _NET_TCP_H

#include <net/inet_hashtables.h>
#include <net/ip.h>

enum {
	TCP_ESTABLISHED = 1, TCP_SYN_SENT, TCP_SYN_RECV, TCP_FIN_WAIT1, TCP_FIN_WAIT2,
	TCP_TIME_WAIT, TCP_CLOSE, TCP_CLOSE_WAIT, TCP_LAST_ACK, TCP_LISTEN, TCP_CLOSING,
	TCP_NEW_SYN_RECV, TCP_MAX_STATES
};
#define TCP_STATE_MASK	0xF
#define TCP_ACTION_FIN	(1 << 7)
#define TCPF(state)	(1 << (state))

#define TCP_MSS_DEFAULT	536
#define TCP_RTO_MIN	(HZ / 5)
#define TCP_RTO_MAX	(120 * HZ)
#define TCP_TIMEOUT_INIT	HZ
#define TCP_DELACK_MIN	(HZ / 25)
#define TCP_RETR2	15
#define TCP_SYN_RETRIES	6
#define TCP_SYNACK_RETRIES	5
#define TCP_INIT_CWND	10
#define TCP_INFINITE_SSTHRESH	0x7fffffff
#define TCP_KEEPALIVE_TIME	(7200 * HZ)
#define TCP_KEEPALIVE_INTVL	(75 * HZ)
#define TCP_KEEPALIVE_PROBES	9

struct tcp_sock {
	struct inet_connection_sock inet_conn;
	struct sk_buff_head tcp_rtx_queue, out_of_order_queue;
	u32 rcv_nxt, rcv_wup, rcv_wnd, copied_seq;
	u32 snd_una, snd_nxt, snd_wnd, snd_wl1, write_seq, max_window;
	u32 srtt_us, mdev_us;		/* ticks times 8 and times 4 (RFC 6298) */
	u32 snd_cwnd, snd_cwnd_cnt, snd_ssthresh, high_seq;
	u16 mss_cache, advmss;
	u8 nonagle, dup_acks, rcv_segs;
	bool in_recovery;
	u32 total_retrans, segs_out, segs_in;
	unsigned long rcv_tstamp;
	struct list_head tsq_node;	/* waits for its packets to leave the machine */
	unsigned int deferred;		/* what to do when the program lets go of the socket */
};

enum { TCP_TSQ_DEFERRED = 1, TCP_WRITE_TIMER_DEFERRED = 2, TCP_DELACK_TIMER_DEFERRED = 4 };

struct tcp_skb_cb {
	u32 seq, end_seq, ack_seq;
	u8 tcp_flags;
	u8 sacked;		/* sent more than once */
};
#define TCP_SKB_CB(skb)	((struct tcp_skb_cb *)&(skb)->cb[0])

struct tcp_options_received {
	u16 mss_clamp;
};

struct tcp_request_sock_ops {
	u16 mss_clamp;
	struct dst_entry *(*route_req)(const struct sock *sk, struct sk_buff *skb, struct flowi4 *fl4,
				       struct request_sock *req);
	u32 (*init_seq)(const struct sk_buff *skb);
	int (*send_synack)(const struct sock *sk, struct dst_entry *dst, struct request_sock *req);
};

struct tcp_congestion_ops {
	struct list_head list;
	char name[16];
	u32 (*ssthresh)(struct sock *sk);
	void (*cong_avoid)(struct sock *sk, u32 ack, u32 acked);
	void (*init)(struct sock *sk);
};

static inline struct tcp_sock *tcp_sk(const struct sock *sk)
{
	return (struct tcp_sock *)sk;
}

static inline bool before(u32 a, u32 b)
{
	return (s32)(a - b) < 0;
}
#define after(a, b)	before(b, a)

static inline int tcp_hdrlen(const struct sk_buff *skb)
{
	return (tcp_hdr(skb)->doff >> 4) * 4;
}

static inline int tcp_win_from_space(const struct sock *sk, int space)
{
	(void)sk;
	return space;
}

/* net/ipv4/tcp.c */
extern struct proto tcp_prot;
void tcp_init(void);
int tcp_init_sock(struct sock *sk);
void tcp_close(struct sock *sk, long timeout);
int tcp_disconnect(struct sock *sk, int flags);
void tcp_shutdown(struct sock *sk, int how);
int tcp_sendmsg(struct sock *sk, struct msghdr *msg, size_t size);
int tcp_recvmsg(struct sock *sk, struct msghdr *msg, size_t len, int flags);
int tcp_setsockopt(struct sock *sk, int level, int name, const void *val, int len);
int tcp_getsockopt(struct sock *sk, int level, int name, void *val, int *len);
int tcp_ioctl(struct sock *sk, int cmd, int *karg);
void tcp_set_state(struct sock *sk, int state);
void tcp_done(struct sock *sk);
const char *tcp_state_name(int state);
void tcp_cleanup_rbuf(struct sock *sk, int copied);

/* net/ipv4/tcp_ipv4.c */
extern const struct inet_connection_sock_af_ops ipv4_specific;
extern const struct request_sock_ops tcp_request_sock_ops;
extern const struct tcp_request_sock_ops tcp_request_sock_ipv4_ops;
void tcp_v4_init(void);
int tcp_v4_init_sock(struct sock *sk);
void tcp_v4_destroy_sock(struct sock *sk);
int tcp_v4_rcv(struct sk_buff *skb);
int tcp_v4_err(struct sk_buff *skb, u32 info);
int tcp_v4_connect(struct sock *sk, struct sockaddr *addr, int len);
int tcp_v4_pre_connect(struct sock *sk, struct sockaddr *addr, int len);
int tcp_v4_conn_request(struct sock *sk, struct sk_buff *skb);
struct sock *tcp_v4_syn_recv_sock(const struct sock *sk, struct sk_buff *skb, struct request_sock *req);
void tcp_v4_send_check(struct sock *sk, struct sk_buff *skb);
void __tcp_v4_send_check(struct sk_buff *skb, __be32 saddr, __be32 daddr);
void tcp_v4_send_reset(const struct sock *sk, struct sk_buff *skb);
int tcp_v4_send_synack(const struct sock *sk, struct dst_entry *dst, struct request_sock *req);
void tcp_v4_reqsk_send_ack(const struct sock *sk, struct sk_buff *skb, struct request_sock *req);
u32 tcp_v4_init_seq(const struct sk_buff *skb);
struct dst_entry *tcp_v4_route_req(const struct sock *sk, struct sk_buff *skb, struct flowi4 *fl4,
				   struct request_sock *req);

/* net/core/secure_seq.c */
u32 secure_tcp_seq(__be32 saddr, __be32 daddr, __be16 sport, __be16 dport);

/* net/ipv4/tcp_input.c */
void tcp_parse_options(const struct sk_buff *skb, struct tcp_options_received *opt);
int tcp_rcv_state_process(struct sock *sk, struct sk_buff *skb);
void tcp_rcv_established(struct sock *sk, struct sk_buff *skb);
void tcp_reset(struct sock *sk);
void tcp_data_queue(struct sock *sk, struct sk_buff *skb);
void tcp_fin(struct sock *sk);
int tcp_conn_request(const struct request_sock_ops *rsk_ops, const struct tcp_request_sock_ops *af_ops,
		     struct sock *sk, struct sk_buff *skb);
void tcp_initialize_rcv_mss(struct sock *sk);

/* net/ipv4/tcp_ack.c */
int tcp_ack(struct sock *sk, const struct sk_buff *skb, bool has_data);
void tcp_init_metrics(struct sock *sk);
void tcp_enter_loss(struct sock *sk);

/* net/ipv4/tcp_output.c */
int tcp_connect(struct sock *sk);
struct sk_buff *tcp_stream_alloc_skb(struct sock *sk, unsigned int size);
void tcp_queue_skb(struct sock *sk, struct sk_buff *skb);
void __tcp_push_pending_frames(struct sock *sk, unsigned int cur_mss, int nonagle);
int tcp_retransmit_skb(struct sock *sk, struct sk_buff *skb);
void tcp_send_ack(struct sock *sk);
void tcp_send_fin(struct sock *sk);
void tcp_send_active_reset(struct sock *sk);
int tcp_send_synack(struct sock *sk);
int tcp_write_wakeup(struct sock *sk);
void tcp_send_probe0(struct sock *sk);
void tcp_check_probe_timer(struct sock *sk);
struct sk_buff *tcp_make_synack(const struct sock *sk, struct dst_entry *dst, struct request_sock *req);
int tcp_rtx_synack(const struct sock *sk, struct request_sock *req);
u16 tcp_select_window(struct sock *sk);
void tcp_tsq_tasklet_init(void);
void tcp_wfree(struct sk_buff *skb);

void tcp_release_cb(struct sock *sk);
int tcp_fragment(struct sock *sk, struct sk_buff *skb, unsigned int len);

/* net/ipv4/tcp_timer.c */
void tcp_write_timer_handler(struct sock *sk);
void tcp_delack_timer_handler(struct sock *sk);
void tcp_init_xmit_timers(struct sock *sk);
void tcp_set_keepalive(struct sock *sk, int on);
void tcp_write_err(struct sock *sk);

/* net/ipv4/tcp_minisocks.c */
enum tcp_tw_status { TCP_TW_SUCCESS, TCP_TW_RST, TCP_TW_ACK, TCP_TW_SYN };
void tcp_time_wait(struct sock *sk, int state, unsigned long timeo);
enum tcp_tw_status tcp_timewait_state_process(struct inet_timewait_sock *tw, struct sk_buff *skb);
struct sock *tcp_check_req(struct sock *sk, struct sk_buff *skb, struct request_sock *req);
int tcp_child_process(struct sock *parent, struct sock *child, struct sk_buff *skb);
struct sock *tcp_create_openreq_child(const struct sock *sk, struct request_sock *req);

/* net/ipv4/tcp_cong.c */
extern struct tcp_congestion_ops tcp_reno;
int tcp_register_congestion_control(struct tcp_congestion_ops *ca);
int tcp_set_congestion_control(struct sock *sk, const char *name);
u32 tcp_slow_start(struct tcp_sock *tp, u32 acked);
void tcp_cong_avoid_ai(struct tcp_sock *tp, u32 w, u32 acked);
u32 tcp_reno_ssthresh(struct sock *sk);

/* net/ipv4/tcp_ulp.c */
void tcp_ulp_init(void);
int tcp_set_ulp(struct sock *sk, const char *name);

static inline struct sk_buff *tcp_send_head(const struct sock *sk)
{
	return skb_peek(&sk->sk_write_queue);
}

static inline struct sk_buff *tcp_rtx_queue_head(const struct sock *sk)
{
	return skb_peek(&tcp_sk(sk)->tcp_rtx_queue);
}

static inline u32 tcp_wnd_end(const struct tcp_sock *tp)
{
	return tp->snd_una + tp->snd_wnd;
}

static inline int tcp_space(const struct sock *sk)
{
	int space = sk->sk_rcvbuf - sk->sk_rmem_alloc;

	return tcp_win_from_space(sk, space > 0 ? space : 0);
}

static inline void tcp_push_pending_frames(struct sock *sk)
{
	if (tcp_send_head(sk))
		__tcp_push_pending_frames(sk, tcp_sk(sk)->mss_cache, tcp_sk(sk)->nonagle);
}

static inline void tcp_rtx_timer_reset(struct sock *sk)
{
	inet_csk_reset_xmit_timer(sk, ICSK_TIME_RETRANS, inet_csk(sk)->icsk_rto);
}

static inline u32 tcp_packets_in_flight(const struct tcp_sock *tp)
{
	return tp->tcp_rtx_queue.qlen;
}

#endif
