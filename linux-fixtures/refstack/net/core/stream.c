/* SPDX-License-Identifier: MIT */
/* Waiting on a stream: for room, for a connection, for its end. */
#include <net/tcp.h>

void sk_stream_write_space(struct sock *sk)
{
	if (sk->sk_wq && sk->sk_wmem_queued < sk->sk_sndbuf)
		wake_up_interruptible_all(sk->sk_wq);
}

int sk_stream_wait_connect(struct sock *sk, long *timeo)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	int done;

	do {
		int err = sock_error(sk);

		if (err)
			return err;
		if (!(TCPF(sk->sk_state) & (TCPF(TCP_SYN_SENT) | TCPF(TCP_SYN_RECV))))
			return -EPIPE;
		if (!*timeo)
			return -EAGAIN;
		add_wait_queue(sk->sk_wq, &wait);
		done = sk_wait_event(sk, timeo, sk->sk_err || (TCPF(sk->sk_state) &
				     (TCPF(TCP_ESTABLISHED) | TCPF(TCP_CLOSE_WAIT))), &wait);
		remove_wait_queue(sk->sk_wq, &wait);
	} while (!done);
	return sock_error(sk);
}

int sk_stream_wait_memory(struct sock *sk, long *timeo)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	int err = 0;

	add_wait_queue(sk->sk_wq, &wait);
	while (!err && sk->sk_wmem_queued >= sk->sk_sndbuf) {
		if (sk->sk_err || (sk->sk_shutdown & SEND_SHUTDOWN))
			err = -EPIPE;
		else if (!*timeo)
			err = -EAGAIN;
		else
			sk_wait_event(sk, timeo, sk->sk_err || (sk->sk_shutdown & SEND_SHUTDOWN) ||
				      sk->sk_wmem_queued < sk->sk_sndbuf, &wait);
	}
	remove_wait_queue(sk->sk_wq, &wait);
	return err;
}

static bool sk_stream_closing(const struct sock *sk)
{
	return TCPF(sk->sk_state) & (TCPF(TCP_FIN_WAIT1) | TCPF(TCP_CLOSING) | TCPF(TCP_LAST_ACK));
}

/* For SO_LINGER; and for programs that end: their last bytes get a chance. */
void sk_stream_wait_close(struct sock *sk, long timeout)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);

	if (!timeout)
		return;
	add_wait_queue(sk->sk_wq, &wait);
	while (timeout && sk_stream_closing(sk))
		if (sk_wait_event(sk, &timeout, !sk_stream_closing(sk), &wait))
			break;
	remove_wait_queue(sk->sk_wq, &wait);
}
