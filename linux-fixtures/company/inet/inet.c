/* Sockets that end with a FIN, and beside them those that know none. */
#include "../sock.h"

void send_fin(struct sock *sk) { }
void flush_frames(struct sock *sk) { }
static void tcp_close(struct sock *sk) { send_fin(sk); }
static void udp_close(struct sock *sk) { flush_frames(sk); }
static void inet_release(struct sock *sk)
{
	if (sk->prot)
		sk->prot->close(sk);
}
static void dgram_release(struct sock *sk) { sk->prot->close(sk); }

static const struct proto tcp_prot = { .close = tcp_close };
static const struct proto udp_prot = { .close = udp_close };
static const struct proto_ops inet_ops = { .release = inet_release };
static const struct proto_ops dgram_ops = { .release = dgram_release };

static const struct protosw {
	const struct proto *prot;
	const struct proto_ops *ops;
} inetsw[] = {
	{ .prot = &tcp_prot, .ops = &inet_ops },
	{ .prot = &udp_prot, .ops = &dgram_ops },
};

void inet_create(struct sock *sk, int type) { sock_init(sk, inetsw[type].prot, inetsw[type].ops); }
