/* SPDX-License-Identifier: MIT */
/* Taking packets from a socket's queue, and copying them to the program. */
#include <net/sock.h>

static int wait_for_more_packets(struct sock *sk, long *timeo)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(sk->sk_wq, &wait, TASK_INTERRUPTIBLE);
	if (skb_queue_empty(&sk->sk_receive_queue) && !sk->sk_err)
		*timeo = schedule_timeout(*timeo);
	finish_wait(sk->sk_wq, &wait);
	return sock_error(sk);
}

struct sk_buff *skb_recv_datagram(struct sock *sk, unsigned int flags, int *err)
{
	long timeo = sock_rcvtimeo(sk, flags & MSG_DONTWAIT);

	*err = sock_error(sk);
	while (!*err) {
		struct sk_buff *skb = skb_peek(&sk->sk_receive_queue);

		if (skb && !(flags & MSG_PEEK))
			__skb_unlink(skb, &sk->sk_receive_queue);
		if (skb)
			return skb;
		if (!timeo)
			*err = -EAGAIN;
		else
			*err = wait_for_more_packets(sk, &timeo);
	}
	return NULL;
}

void skb_free_datagram(struct sock *sk __maybe_unused, struct sk_buff *skb)
{
	/* one that was only looked at is still in the queue */
	if (!skb->next)
		consume_skb(skb);
}

static size_t simple_copy_to_iter(const void *addr, size_t bytes, void *data __maybe_unused, struct iov_iter *i)
{
	return copy_to_iter(addr, bytes, i);
}

static int __skb_datagram_iter(const struct sk_buff *skb, int offset, struct iov_iter *to, int len,
			       size_t (*cb)(const void *, size_t, void *, struct iov_iter *), void *data)
{
	if (offset < 0 || len < 0 || (unsigned int)(offset + len) > skb->len)
		return -EFAULT;
	return cb(skb->data + offset, (size_t)len, data, to) == (size_t)len ? 0 : -EFAULT;	/* @pitfall 8 */
}

int skb_copy_datagram_iter(const struct sk_buff *skb, int offset, struct iov_iter *to, int len)
{
	return __skb_datagram_iter(skb, offset, to, len, simple_copy_to_iter, NULL);
}
