/* SPDX-License-Identifier: MIT */
/* The state of a connection, set in one place for who watches. In af_inet.c on real machines. */
#include <net/tcp.h>

void inet_sk_set_state(struct sock *sk, int state)
{
	trace_inet_sock_set_state(sk, sk->sk_state, state);
	sk->sk_state = (u8)state;
}

void inet_sk_state_store(struct sock *sk, int newstate)
{
	trace_inet_sock_set_state(sk, sk->sk_state, newstate);
	smp_store_release(&sk->sk_state, (u8)newstate);	/* @pitfall 15 */
}
