/* SPDX-License-Identifier: MIT */
struct sock;

struct af_ops {
	int (*queue_xmit)(struct sock *sk);
	int (*rebuild)(struct sock *sk);
};

struct sock {
	const struct af_ops *af_ops;
	void (*data_ready)(struct sock *sk);
	void (*saved_ready)(struct sock *sk);
	void (*destruct)(struct sock *sk);
};

struct tcp_ulp {
	void (*old_destruct)(struct sock *sk);
};

static int ip_queue_xmit(struct sock *sk) { return 0; }
static int ip_rebuild(struct sock *sk) { return 0; }
static void def_readable(struct sock *sk) { }
static void inet_destruct(struct sock *sk) { }
static void tls_ready(struct sock *sk)
{
	sk->saved_ready(sk);	/* @saved */
}

static const struct af_ops ipv4_specific = {
	.queue_xmit = ip_queue_xmit,
	.rebuild = ip_rebuild,
};

void tcp_init(struct sock *sk)
{
	sk->af_ops = &ipv4_specific;
	sk->data_ready = def_readable;
	sk->destruct = inet_destruct;
}

/* field to field, of another sock */
void sk_clone(struct sock *newsk, const struct sock *oldsk)
{
	newsk->af_ops = oldsk->af_ops;
	newsk->data_ready = oldsk->data_ready;
}

void tls_install(struct sock *sk, struct tcp_ulp *ulp)
{
	sk->saved_ready = sk->data_ready;
	sk->data_ready = tls_ready;
	ulp->old_destruct = sk->destruct;
}

/* the whole struct at once */
void sk_copy(struct sock *newsk, const struct sock *oldsk)
{
	*newsk = *oldsk;
}

int transmit(struct sock *sk)
{
	return sk->af_ops->queue_xmit(sk);	/* @xmit */
}

void wake(struct sock *sk)
{
	sk->data_ready(sk);
}

void ulp_destruct(struct sock *sk, struct tcp_ulp *ulp)
{
	ulp->old_destruct(sk);	/* @old */
}
