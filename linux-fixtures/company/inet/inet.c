/* Sockets that end with a FIN. */
#include "../sock.h"

void send_fin(struct sock *sk) { }
static void tcp_close(struct sock *sk) { send_fin(sk); }
static void inet_release(struct sock *sk)
{
	if (sk->prot)
		sk->prot->close(sk);
}
static const struct proto tcp_prot = { .close = tcp_close };
static const struct proto_ops inet_ops = { .release = inet_release };

void inet_create(struct sock *sk) { sock_init(sk, &tcp_prot, &inet_ops); }
