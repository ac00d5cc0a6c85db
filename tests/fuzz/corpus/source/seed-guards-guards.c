/* SPDX-License-Identifier: MIT */
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define likely(x)	__builtin_expect(!!(x), 1)

enum { TCP_ESTABLISHED = 1, TCP_SYN_SENT, TCP_CLOSE = 7, TCP_LISTEN = 10 };
#define TCPF_CLOSE	(1 << TCP_CLOSE)
#define TCPF_LISTEN	(1 << TCP_LISTEN)

struct sock {
	int sk_state;
	int err;
	unsigned int flags;
};

void after_return(struct sock *sk);
void in_case(struct sock *sk);
void in_fallthrough(struct sock *sk);
void in_default(struct sock *sk);
void rarely(struct sock *sk);
void on_error(struct sock *sk);
void masked(struct sock *sk);
void in_loop(struct sock *sk);
void in_else(struct sock *sk);
int chosen(struct sock *sk);
void after_store(struct sock *sk);
void always(struct sock *sk);

int early_return(struct sock *sk)
{
	if (sk->sk_state != TCP_CLOSE)
		return -1;
	after_return(sk);
	return 0;
}

void switched(struct sock *sk)
{
	switch (sk->sk_state) {
	case TCP_ESTABLISHED:
		in_case(sk);
		/* fall through */
	case TCP_SYN_SENT:
		in_fallthrough(sk);
		break;
	default:
		in_default(sk);
	}
}

void rare_branch(struct sock *sk)
{
	if (unlikely(sk->err))
		rarely(sk);
	always(sk);
}

int error_branch(struct sock *sk)
{
	if (sk->err) {
		on_error(sk);
		return -22;
	}
	return 0;
}

void by_mask(struct sock *sk)
{
	if ((1 << sk->sk_state) & (TCPF_CLOSE | TCPF_LISTEN))
		masked(sk);
	else
		in_else(sk);
}

int looped(struct sock *sk)
{
	while (sk->flags & 1)
		in_loop(sk);
	return sk->err ? 0 : chosen(sk);
}

int stored(struct sock *sk)
{
	if (sk->sk_state != TCP_CLOSE)
		goto out;
	sk->sk_state = TCP_SYN_SENT;
	after_store(sk);
out:
	always(sk);
	return 0;
}
