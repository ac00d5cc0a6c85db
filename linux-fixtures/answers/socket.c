/* SPDX-License-Identifier: MIT */
#include "net.h"

static int audit(long fd) { return fd < 0; }

static int security_socket_connect(struct sock *sk)
{
	return sk ? 0 : -1;
}

#ifdef OLD
static int __sys_connect(long fd, struct sock *sk)
{
	return sk->sk_prot->connect(sk);
}
#else
static int __sys_connect_file(struct sock *sk)
{
	int err = security_socket_connect(sk);

	if (err)
		return err;
	return sk->sk_prot->connect(sk);
}

static int __sys_connect(long fd, struct sock *sk)
{
	if (audit(fd))
		return -1;
	return __sys_connect_file(sk);
}
#endif

SYSCALL_DEFINE2(connect, long, fd, struct sock *, sk)
{
	return __sys_connect(fd, sk);
}

void sock_init_data(struct sock *sk, int stream)
{
	sk->sk_prot = stream ? &tcp_prot : &udp_prot;
	sk->sk_state = TCP_CLOSE;
}
