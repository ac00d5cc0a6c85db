/* SPDX-License-Identifier: MIT */
/* Listening, accepting, and the timers of a connection. */
#include <net/tcp.h>

int inet_csk_get_port(struct sock *sk, unsigned short snum)
{
	u16 port = snum;

	if (!port)
		for (port = 20000; inet_bind_conflict(sock_net(sk), port, sk->sk_rcv_saddr); port++)
			;
	if (inet_bind_conflict(sock_net(sk), port, sk->sk_rcv_saddr))
		return -EADDRINUSE;
	inet_bind_hash(sk, port);
	return 0;
}

/* ---- timers: of the socket's three, the first serves two purposes */

void inet_csk_init_xmit_timers(struct sock *sk, void (*retransmit_handler)(struct timer_list *),
			       void (*delack_handler)(struct timer_list *),
			       void (*keepalive_handler)(struct timer_list *))
{
	struct inet_connection_sock *icsk = inet_csk(sk);

	timer_setup(&icsk->icsk_retransmit_timer, retransmit_handler, 0);	/* @pitfall 7 */
	timer_setup(&icsk->icsk_delack_timer, delack_handler, 0);
	timer_setup(&sk->sk_timer, keepalive_handler, 0);
	icsk->icsk_pending = icsk->icsk_ack.pending = 0;
}

void inet_csk_reset_xmit_timer(struct sock *sk, int what, unsigned long when)
{
	struct inet_connection_sock *icsk = inet_csk(sk);

	icsk->icsk_pending = (u8)what;
	icsk->icsk_timeout = jiffies + min(when, TCP_RTO_MAX);
	sk_reset_timer(sk, &icsk->icsk_retransmit_timer, icsk->icsk_timeout);
}

void inet_csk_clear_xmit_timer(struct sock *sk)
{
	inet_csk(sk)->icsk_pending = 0;
	sk_stop_timer(sk, &inet_csk(sk)->icsk_retransmit_timer);
}

void inet_csk_clear_xmit_timers(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);

	icsk->icsk_pending = icsk->icsk_ack.pending = 0;
	sk_stop_timer(sk, &icsk->icsk_retransmit_timer);
	sk_stop_timer(sk, &icsk->icsk_delack_timer);
	sk_stop_timer(sk, &sk->sk_timer);
}

/* ---- requests: SYN came, the last acknowledgement did not yet */

struct request_sock *inet_reqsk_alloc(const struct request_sock_ops *ops, struct sock *listener)
{
	struct request_sock *req = kzalloc(ops->obj_size, GFP_ATOMIC);

	req->rsk_ops = ops;
	req->rsk_listener = listener;
	sock_hold(listener);
	req->__req_common.skc_family = (u16)ops->family;
	req->__req_common.skc_refcnt = 1;
	req->__req_common.skc_net = sock_net(listener);
	req->__req_common.skc_prot = listener->sk_prot;
	req->ireq_state = TCP_NEW_SYN_RECV;	/* @pitfall 26 */
	return req;
}

void reqsk_put(struct request_sock *req)
{
	if (--req->__req_common.skc_refcnt)
		return;
	req->rsk_ops->destructor(req);
	sock_put(req->rsk_listener);
	kfree(req);
}

void inet_csk_reqsk_queue_drop(struct request_sock *req)
{
	if (hlist_unhashed(&req->__req_common.skc_node))
		return;
	hlist_del_init(&req->__req_common.skc_node);
	if (del_timer(&req->rsk_timer))
		reqsk_put(req);
	reqsk_put(req);
}

int inet_rtx_syn_ack(const struct sock *parent, struct request_sock *req)
{
	return req->rsk_ops->rtx_syn_ack(parent, req);
}

/* The SYN+ACK again, a few times. */
static void reqsk_timer_handler(struct timer_list *t)
{
	struct request_sock *req = from_timer(req, t, rsk_timer);
	struct sock *sk_listener = req->rsk_listener;

	if (sk_listener->sk_state == TCP_LISTEN && req->num_timeout < TCP_SYNACK_RETRIES) {
		req->num_timeout++;
		inet_rtx_syn_ack(sk_listener, req);
		mod_timer(&req->rsk_timer, jiffies + (TCP_TIMEOUT_INIT << req->num_timeout));
		return;
	}
	inet_csk_reqsk_queue_drop(req);
	reqsk_put(req);
}

void inet_csk_reqsk_queue_hash_add(struct sock *sk __maybe_unused, struct request_sock *req, unsigned long timeout)
{
	timer_setup(&req->rsk_timer, reqsk_timer_handler, 0);
	mod_timer(&req->rsk_timer, jiffies + timeout);
	inet_ehash_insert(req_to_sk(req));
	/* one reference for the table, one for the timer */
	req->__req_common.skc_refcnt = 2;
}

struct dst_entry *inet_csk_route_req(const struct sock *sk, struct flowi4 *fl4, const struct request_sock *req)
{
	struct rtable *rt;

	*fl4 = (struct flowi4){ .daddr = req->__req_common.skc_daddr, .saddr = req->__req_common.skc_rcv_saddr,
				.flowi4_proto = IPPROTO_TCP };
	rt = ip_route_output_flow(sock_net(sk), fl4, sk);
	return IS_ERR(rt) ? NULL : &rt->dst;
}

struct sock *inet_csk_clone_lock(const struct sock *sk, const struct request_sock *req)
{
	struct sock *newsk = sk_clone_lock(sk);
	struct inet_connection_sock *newicsk = inet_csk(newsk);

	inet_sk_set_state(newsk, TCP_SYN_RECV);
	newsk->sk_daddr = req->__req_common.skc_daddr;
	newsk->sk_dport = req->__req_common.skc_dport;
	newsk->sk_rcv_saddr = req->__req_common.skc_rcv_saddr;
	inet_sk(newsk)->inet_saddr = newsk->sk_rcv_saddr;
	newicsk->icsk_accept_head = NULL;
	newicsk->icsk_accept_tail = &newicsk->icsk_accept_head;
	newicsk->icsk_retransmits = newicsk->icsk_backoff = newicsk->icsk_probes_out = 0;
	newsk->sk_ack_backlog = 0;
	return newsk;
}

static void inet_csk_reqsk_queue_add(struct sock *sk, struct request_sock *req, struct sock *child)
{
	struct inet_connection_sock *icsk = inet_csk(sk);

	req->sk = child;
	req->dl_next = NULL;
	*icsk->icsk_accept_tail = req;
	icsk->icsk_accept_tail = &req->dl_next;
	sk->sk_ack_backlog++;
}

/* From a request to a connection that waits for accept(2). */
struct sock *inet_csk_complete_hashdance(struct sock *sk, struct sock *child, struct request_sock *req)
{
	req->__req_common.skc_refcnt++;
	inet_csk_reqsk_queue_drop(req);
	inet_csk_reqsk_queue_add(sk, req, child);
	sock_hold(child);
	return child;
}

/* ---- listening */

int inet_csk_listen_start(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);

	icsk->icsk_accept_head = NULL;
	icsk->icsk_accept_tail = &icsk->icsk_accept_head;
	sk->sk_ack_backlog = 0;
	inet_sk_state_store(sk, TCP_LISTEN);
	if (!sk->sk_num && sk->sk_prot->get_port(sk, 0)) {
		inet_sk_set_state(sk, TCP_CLOSE);
		return -EADDRINUSE;
	}
	inet_sk(sk)->inet_sport = htons(sk->sk_num);
	return sk->sk_prot->hash(sk);
}

static struct request_sock *reqsk_queue_remove(struct sock *sk)
{
	struct inet_connection_sock *icsk = inet_csk(sk);
	struct request_sock *req = icsk->icsk_accept_head;

	if (req) {
		icsk->icsk_accept_head = req->dl_next;
		if (!icsk->icsk_accept_head)
			icsk->icsk_accept_tail = &icsk->icsk_accept_head;
		sk->sk_ack_backlog--;
	}
	return req;
}

static int inet_csk_wait_for_connect(struct sock *sk, long timeo)
{
	DEFINE_WAIT(wait);

	for (;;) {
		prepare_to_wait(sk->sk_wq, &wait, TASK_INTERRUPTIBLE);
		release_sock(sk);
		if (!inet_csk(sk)->icsk_accept_head)
			timeo = schedule_timeout(timeo);
		lock_sock(sk);
		if (inet_csk(sk)->icsk_accept_head || sk->sk_state != TCP_LISTEN || !timeo)
			break;
	}
	finish_wait(sk->sk_wq, &wait);
	if (sk->sk_state != TCP_LISTEN)
		return -EINVAL;
	return inet_csk(sk)->icsk_accept_head ? 0 : -EAGAIN;
}

struct sock *inet_csk_accept(struct sock *sk, int flags, int *err)
{
	struct request_sock *req;
	struct sock *newsk = NULL;

	lock_sock(sk);
	*err = sk->sk_state == TCP_LISTEN ? 0 : -EINVAL;
	if (!*err && !inet_csk(sk)->icsk_accept_head)
		*err = flags & O_NONBLOCK ? -EAGAIN : inet_csk_wait_for_connect(sk, sk->sk_rcvtimeo);
	if (!*err) {
		req = reqsk_queue_remove(sk);
		newsk = req->sk;
		reqsk_put(req);
	}
	release_sock(sk);
	return newsk;
}

/* Requests and connections that nobody accepted. */
void inet_csk_listen_stop(struct sock *sk)
{
	struct request_sock *req;
	int i;

	while ((req = reqsk_queue_remove(sk))) {
		struct sock *child = req->sk;

		sk->sk_prot->disconnect(child, O_NONBLOCK);
		sock_orphan(child);
		inet_csk_destroy_sock(child);
		reqsk_put(req);
	}
	for (i = 0; i < INET_HASH; i++) {
		struct hlist_node *node = tcp_hashinfo.ehash[i].first;

		while (node) {
			struct sock *other = container_of(node, struct sock, sk_node);

			node = node->next;
			if (other->sk_state == TCP_NEW_SYN_RECV && inet_reqsk(other)->rsk_listener == sk)
				inet_csk_reqsk_queue_drop(inet_reqsk(other));
		}
	}
}

void inet_csk_destroy_sock(struct sock *sk)
{
	BUG_ON(sk->sk_state != TCP_CLOSE);
	sk->sk_prot->destroy(sk);
	hlist_del_init(&sk->sk_bind_node);
	sock_put(sk);
}
