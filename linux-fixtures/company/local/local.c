/* Sockets of this machine; they are released with fewer conditions. */
#include "../sock.h"

void wake_peer(struct sock *sk) { }
static void local_close(struct sock *sk) { wake_peer(sk); }
static void local_release(struct sock *sk) { sk->prot->close(sk); }
static const struct proto local_prot = { .close = local_close };
static const struct proto_ops local_ops = { .release = local_release };

void local_create(struct sock *sk) { sock_init(sk, &local_prot, &local_ops); }
