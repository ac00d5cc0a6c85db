/* SPDX-License-Identifier: MIT */
enum { TCP_ESTABLISHED = 1, TCP_SYN_SENT, TCP_LISTEN, TCP_FIN_WAIT1, TCP_CLOSE_WAIT, TCP_LAST_ACK, TCP_CLOSE };
#define ACTION_FIN 0x80
#define TCPF_LISTEN (1 << TCP_LISTEN)
#define TCPF_CLOSE (1 << TCP_CLOSE)
#define WRITE_ONCE(x, val) (*(volatile __typeof__(x) *)&(x) = (val))

struct sock_common {
	int skc_state;
};

struct sock {
	struct sock_common __sk_common;
	int (*connect)(struct sock *sk);
	int err;
};

#define sk_state __sk_common.skc_state

void inet_sk_state_store(struct sock *sk, int newstate)
{
	WRITE_ONCE(sk->sk_state, newstate);
}

void tcp_set_state(struct sock *sk, int state)
{
	inet_sk_state_store(sk, state);
}

/* always the same: a helper */
void tcp_done(struct sock *sk)
{
	tcp_set_state(sk, TCP_CLOSE);
}

/* by the state it finds */
void tcp_fin(struct sock *sk)
{
	switch (sk->sk_state) {
	case TCP_ESTABLISHED:
		tcp_set_state(sk, TCP_CLOSE_WAIT);
		break;
	case TCP_SYN_SENT:
	case TCP_LISTEN:
		return;
	}
}

/* a table, indexed by the state itself */
static const unsigned char new_state[8] = {
	[TCP_ESTABLISHED] = TCP_FIN_WAIT1 | ACTION_FIN,
	[TCP_CLOSE_WAIT] = TCP_LAST_ACK | ACTION_FIN,
	[TCP_LISTEN] = TCP_CLOSE,
};

int tcp_close_state(struct sock *sk)
{
	int next = new_state[sk->sk_state];
	int ns = next & ~ACTION_FIN;

	tcp_set_state(sk, ns);
	return next & ACTION_FIN;
}

/* every caller knows it is TCP_SYN_SENT */
static void tcp_finish_connect(struct sock *sk)
{
	tcp_set_state(sk, TCP_ESTABLISHED);
}

void tcp_rcv(struct sock *sk)
{
	if (sk->sk_state == TCP_SYN_SENT)
		tcp_finish_connect(sk);
	else if (sk->sk_state != TCP_LISTEN && sk->err)
		tcp_done(sk);
}

/* set, and taken back */
int tcp_connect(struct sock *sk)
{
	tcp_set_state(sk, TCP_SYN_SENT);
	if (sk->err) {
		tcp_set_state(sk, TCP_CLOSE);
		return -1;
	}
	return 0;
}

int inet_connect(struct sock *sk)
{
	if (sk->sk_state != TCP_CLOSE)
		return -1;
	return sk->connect(sk);
}

void init(struct sock *sk)
{
	sk->connect = tcp_connect;
	sk->sk_state = TCP_CLOSE;
}

/* a copy of the state, and a mask */
int inet_listen(struct sock *sk)
{
	int old_state = sk->sk_state;

	if (!((1 << old_state) & (TCPF_CLOSE | TCPF_LISTEN)))
		return -1;
	if (old_state != TCP_LISTEN)
		inet_sk_state_store(sk, TCP_LISTEN);
	return 0;
}
