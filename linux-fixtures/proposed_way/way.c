/* Ways that are proposed in place of the answer, and in whose company a pointer call is. */
struct sock;
struct proto { void (*close)(struct sock *sk); };
struct proto_ops { int (*release)(struct sock *sk); };
struct sock { struct proto *prot; struct proto_ops *ops; int state; };

void send_fin(struct sock *sk) { }
void send_reset(struct sock *sk) { }

static void finish(struct sock *sk, int hard)
{
	if (hard)
		send_reset(sk);
	else
		send_fin(sk);
}

static void linger(struct sock *sk)
{
	if (sk->state == 7 && sk->ops)
		finish(sk, 0);
}

void tcp_shut(struct sock *sk)
{
	finish(sk, 0);
}

void tcp_end(struct sock *sk)
{
	if (sk->state)
		linger(sk);
	tcp_shut(sk);
}
