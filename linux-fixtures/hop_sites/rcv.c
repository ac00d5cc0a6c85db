/* SPDX-License-Identifier: MIT */
/* Several calls of one function: which of them is on the way depends on what the rest of it asks. */
enum { TCP_ESTABLISHED = 1, TCP_SYN_SENT, TCP_LISTEN };

struct sock_common {
	int skc_state;
};

struct sock {
	struct sock_common __sk_common;
	int owned, err;
};

#define sk_state __sk_common.skc_state

void tcp_set_state(struct sock *sk, int state)
{
	sk->sk_state = state;
}

void send_ack(struct sock *sk)
{
	tcp_set_state(sk, TCP_ESTABLISHED);
}

void send_synack(struct sock *sk, int kind)
{
}

static void conn_request(struct sock *sk, struct sock *fastopen_sk)
{
	if (fastopen_sk) {
		send_synack(fastopen_sk, 1);
	} else {
		send_synack(sk, 0);
	}
}

static void state_process(struct sock *sk)
{
	switch (sk->sk_state) {
	case TCP_LISTEN:
		conn_request(sk, 0);
		break;
	case TCP_SYN_SENT:
		send_ack(sk);
		break;
	}
}

static void do_rcv(struct sock *sk)
{
	state_process(sk);
}

void tcp_rcv(struct sock *sk)
{
	if (sk->sk_state == TCP_LISTEN) {
		do_rcv(sk);
		return;
	}
	if (!sk->owned)
		do_rcv(sk);
}

static void plain(struct sock *sk)
{
	tcp_set_state(sk, TCP_SYN_SENT);
}

/* The call that is named costs more than the way by plain(). */
void tcp_open(struct sock *sk)
{
	plain(sk);
	if (sk->owned && sk->err && sk->sk_state == TCP_LISTEN) {
		tcp_set_state(sk, TCP_ESTABLISHED);
	}
}
