/* SPDX-License-Identifier: MIT */
/* What all sockets do alike: memory, locking, waking whoever waits. */
#include <net/sock.h>

static void sock_def_wakeup(struct sock *sk)
{
	if (sk->sk_wq)
		wake_up_interruptible_all(sk->sk_wq);
}

static void sock_def_readable(struct sock *sk)
{
	if (sk->sk_wq)
		wake_up_interruptible_sync_poll(sk->sk_wq, POLLIN);	/* @pitfall 16 */
}

static void sock_def_write_space(struct sock *sk)
{
	if (sk->sk_wq && sk->sk_wmem_alloc * 2 <= sk->sk_sndbuf)
		wake_up_interruptible_sync_poll(sk->sk_wq, POLLOUT);
}

static void sock_def_error_report(struct sock *sk)
{
	if (sk->sk_wq)
		__wake_up(sk->sk_wq, TASK_INTERRUPTIBLE, 0, (void *)POLLERR);
}

static void sock_def_destruct(struct sock *sk)
{
	skb_queue_purge(&sk->sk_receive_queue);
}

void sock_init_data(struct socket *sock, struct sock *sk)
{
	skb_queue_head_init(&sk->sk_receive_queue);
	skb_queue_head_init(&sk->sk_write_queue);
	skb_queue_head_init(&sk->sk_backlog);
	sk->sk_rcvbuf = 65535;
	sk->sk_sndbuf = 65536;
	sk->sk_rcvtimeo = sk->sk_sndtimeo = (long)MAX_SCHEDULE_TIMEOUT;
	sk->sk_state = 7;	/* closed */
	if (sock) {
		sk->sk_type = (u16)sock->type;
		sock_graft(sk, sock);
	}
	sk->sk_state_change = sock_def_wakeup;
	sk->sk_data_ready = sock_def_readable;	/* @pitfall 5 */
	sk->sk_write_space = sock_def_write_space;
	sk->sk_error_report = sock_def_error_report;
	sk->sk_destruct = sock_def_destruct;
}

struct sock *sk_alloc(struct net *net, int family, struct proto *prot)
{
	struct sock *sk = kzalloc(prot->obj_size, GFP_KERNEL);

	sk->sk_family = (u16)family;
	sk->sk_prot = prot;
	sk->sk_net = net;
	sk->sk_refcnt = 1;
	return sk;
}

/* A second one like it: with queues of its own, and belonging to no program yet. */
struct sock *sk_clone_lock(const struct sock *sk)
{
	struct sock *newsk = kzalloc(sk->sk_prot->obj_size, GFP_ATOMIC);

	memcpy(newsk, sk, sk->sk_prot->obj_size);
	memset(&newsk->sk_node, 0, sizeof(newsk->sk_node));
	memset(&newsk->sk_bind_node, 0, sizeof(newsk->sk_bind_node));
	skb_queue_head_init(&newsk->sk_receive_queue);
	skb_queue_head_init(&newsk->sk_write_queue);
	skb_queue_head_init(&newsk->sk_backlog);
	newsk->sk_rmem_alloc = newsk->sk_wmem_alloc = newsk->sk_wmem_queued = 0;
	newsk->sk_dst_cache = NULL;
	newsk->sk_err = 0;
	newsk->sk_refcnt = 1;
	newsk->sk_owned = false;
	sk_set_socket(newsk, NULL);
	return newsk;
}

void sk_free(struct sock *sk)
{
	if (sk->sk_destruct)
		sk->sk_destruct(sk);
	kfree(sk);
}

/* How sockets without connections are closed. */
void sk_common_release(struct sock *sk)
{
	if (sk->sk_prot->destroy)
		sk->sk_prot->destroy(sk);
	sk->sk_prot->unhash(sk);
	sock_orphan(sk);
	sock_put(sk);
}

void lock_sock(struct sock *sk)
{
	BUG_ON(sk->sk_owned);
	sk->sk_owned = true;
}

static void __release_sock(struct sock *sk)
{
	struct sk_buff *skb;

	while ((skb = skb_dequeue(&sk->sk_backlog)))
		sk_backlog_rcv(sk, skb);	/* @pitfall 28 */
}

/* What came in meanwhile is dealt with now. */
void release_sock(struct sock *sk)
{
	local_bh_disable();
	__release_sock(sk);
	if (sk->sk_prot->release_cb)
		sk->sk_prot->release_cb(sk);
	sk->sk_owned = false;
	local_bh_enable();
}

int sk_wait_data(struct sock *sk, long *timeo)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);	/* @pitfall 15 */
	struct sk_buff *last = sk->sk_receive_queue.prev;
	int rc;

	add_wait_queue(sk->sk_wq, &wait);
	rc = sk_wait_event(sk, timeo, sk->sk_receive_queue.prev != last, &wait);	/* @pitfall 16 */
	remove_wait_queue(sk->sk_wq, &wait);
	return rc;
}

/* ---- who pays for a packet's memory */

void sock_wfree(struct sk_buff *skb)
{
	struct sock *sk = skb->sk;

	sk->sk_wmem_alloc -= (int)skb->truesize;
	if (!sock_flag(sk, SOCK_DEAD))
		sk->sk_write_space(sk);
	sock_put(sk);
}

void sock_rfree(struct sk_buff *skb)
{
	skb->sk->sk_rmem_alloc -= (int)skb->len;
}

void sock_efree(struct sk_buff *skb)
{
	sock_put(skb->sk);
}

void skb_set_owner_w(struct sk_buff *skb, struct sock *sk)
{
	skb_orphan(skb);
	skb->sk = sk;
	skb->destructor = sock_wfree;
	sock_hold(sk);
	sk->sk_wmem_alloc += (int)skb->truesize;
}

/* A packet in a receive queue is counted by its payload. */
void skb_set_owner_r(struct sk_buff *skb, struct sock *sk)
{
	skb_orphan(skb);
	skb->sk = sk;
	skb->destructor = sock_rfree;
	sk->sk_rmem_alloc += (int)skb->len;
}

struct sk_buff *sock_alloc_send_skb(struct sock *sk, unsigned int size, int *err)
{
	struct sk_buff *skb;

	*err = sock_error(sk);
	if (*err)
		return NULL;
	if (sk->sk_wmem_alloc >= sk->sk_sndbuf) {
		*err = -EAGAIN;
		return NULL;
	}
	skb = alloc_skb(size, GFP_KERNEL);
	skb_set_owner_w(skb, sk);
	skb->priority = sk->sk_priority;
	return skb;
}

int sock_queue_rcv_skb(struct sock *sk, struct sk_buff *skb)
{
	if (sk->sk_rmem_alloc + (int)skb->len > sk->sk_rcvbuf)
		return -ENOBUFS;
	skb_dst_drop(skb);
	skb_set_owner_r(skb, sk);
	skb_queue_tail(&sk->sk_receive_queue, skb);
	if (!sock_flag(sk, SOCK_DEAD))
		READ_ONCE(sk->sk_data_ready)(sk);
	return 0;
}

/* ---- a timer holds its socket */

void sk_reset_timer(struct sock *sk, struct timer_list *timer, unsigned long expires)
{
	if (!mod_timer(timer, expires))
		sock_hold(sk);
}

void sk_stop_timer(struct sock *sk, struct timer_list *timer)
{
	if (del_timer(timer))
		sock_put(sk);
}
