/* What serves all kinds of sockets. */
#include "../sock.h"

void sock_init(struct sock *sk, const struct proto *prot, const struct proto_ops *ops)
{
	sk->prot = prot;
	sk->ops = ops;
}

void sock_release(struct sock *sk)
{
	sk->ops->release(sk);
}
