/* SPDX-License-Identifier: MIT */
/* How fast to send when the network may be full (RFC 5681), in three ways. */
#include <linux/init.h>
#include <net/tcp.h>

static LIST_HEAD(tcp_cong_list);

int tcp_register_congestion_control(struct tcp_congestion_ops *ca)
{
	list_add_tail(&ca->list, &tcp_cong_list);
	return 0;
}

int tcp_set_congestion_control(struct sock *sk, const char *name)
{
	struct inet_connection_sock *icsk = inet_csk(sk);
	struct tcp_congestion_ops *ca;

	list_for_each_entry(ca, &tcp_cong_list, list) {
		if (strcmp(ca->name, name))
			continue;
		icsk->icsk_ca_ops = ca;
		if (ca->init)
			ca->init(sk);
		return 0;
	}
	return -ENOENT;
}

/* A segment more for each that arrived; what is left over is returned. */
u32 tcp_slow_start(struct tcp_sock *tp, u32 acked)
{
	u32 cwnd = min(tp->snd_cwnd + acked, tp->snd_ssthresh);

	acked -= cwnd - tp->snd_cwnd;
	tp->snd_cwnd = cwnd;
	return acked;
}

/* A segment more for each `w` that arrived. */
void tcp_cong_avoid_ai(struct tcp_sock *tp, u32 w, u32 acked)
{
	tp->snd_cwnd_cnt += acked;
	while (tp->snd_cwnd_cnt >= w) {
		tp->snd_cwnd_cnt -= w;
		tp->snd_cwnd++;
	}
}

u32 tcp_reno_ssthresh(struct sock *sk)
{
	return max(tcp_sk(sk)->snd_cwnd >> 1, 2u);
}

static void tcp_reno_cong_avoid(struct sock *sk, u32 ack __maybe_unused, u32 acked)
{
	struct tcp_sock *tp = tcp_sk(sk);

	if (tp->snd_cwnd < tp->snd_ssthresh)
		acked = tcp_slow_start(tp, acked);
	if (acked)
		tcp_cong_avoid_ai(tp, tp->snd_cwnd, acked);
}

struct tcp_congestion_ops tcp_reno = {
	.name = "reno",
	.ssthresh = tcp_reno_ssthresh,
	.cong_avoid = tcp_reno_cong_avoid,
};

/* Scalable TCP (Kelly 2003): an eighth less on loss, a hundredth more per arrival. */
static u32 tcp_scalable_ssthresh(struct sock *sk)
{
	u32 cwnd = tcp_sk(sk)->snd_cwnd;

	return max(cwnd - (cwnd >> 3), 2u);
}

static void tcp_scalable_cong_avoid(struct sock *sk, u32 ack __maybe_unused, u32 acked)
{
	struct tcp_sock *tp = tcp_sk(sk);

	if (tp->snd_cwnd < tp->snd_ssthresh)
		acked = tcp_slow_start(tp, acked);
	if (acked)
		tcp_cong_avoid_ai(tp, min(tp->snd_cwnd, 100u), acked);
}

static struct tcp_congestion_ops tcp_scalable = {
	.name = "scalable",
	.ssthresh = tcp_scalable_ssthresh,
	.cong_avoid = tcp_scalable_cong_avoid,
};

/* TCP Hybla (Caini, Firrincieli 2004): long ways grow as fast as a way of 25 ms would. */
static void hybla_init(struct sock *sk)
{
	u32 rtt = tcp_sk(sk)->srtt_us >> 3;

	inet_csk(sk)->icsk_ca_priv = max(rtt / 25, 1u);
}

static void hybla_cong_avoid(struct sock *sk, u32 ack, u32 acked)
{
	u32 rho = inet_csk(sk)->icsk_ca_priv;

	tcp_reno_cong_avoid(sk, ack, acked * rho * rho);
}

static struct tcp_congestion_ops tcp_hybla = {
	.name = "hybla",
	.ssthresh = tcp_reno_ssthresh,
	.cong_avoid = hybla_cong_avoid,
	.init = hybla_init,
};

static int __init tcp_cong_register(void)
{
	tcp_register_congestion_control(&tcp_scalable);
	return tcp_register_congestion_control(&tcp_hybla);
}
late_initcall(tcp_cong_register);
