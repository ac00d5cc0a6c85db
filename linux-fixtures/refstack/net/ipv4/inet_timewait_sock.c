/* SPDX-License-Identifier: MIT */
/* TIME_WAIT: a small remnant answers for the connection until nothing of it can be under way. */
#include <net/tcp.h>

struct inet_timewait_death_row tcp_death_row = { .hashinfo = &tcp_hashinfo };

static void tw_timer_handler(struct timer_list *t);

struct inet_timewait_sock *inet_twsk_alloc(const struct sock *sk, int state)
{
	struct inet_timewait_sock *tw = kzalloc(sizeof(*tw), GFP_ATOMIC);

	memcpy(&tw->__tw_common, &sk->__sk_common, sizeof(tw->__tw_common));
	memset(&tw->__tw_common.skc_node, 0, sizeof(tw->__tw_common.skc_node));
	memset(&tw->__tw_common.skc_bind_node, 0, sizeof(tw->__tw_common.skc_bind_node));
	tw->tw_state = TCP_TIME_WAIT;
	WRITE_ONCE(tw->tw_substate, (u8)state);
	tw->__tw_common.skc_refcnt = 1;
	timer_setup(&tw->tw_timer, tw_timer_handler, 0);
	tcp_death_row.tw_count++;
	return tw;
}

void inet_twsk_put(struct inet_timewait_sock *tw)
{
	if (--tw->__tw_common.skc_refcnt == 0)
		kfree(tw);
}

static void inet_twsk_kill(struct inet_timewait_sock *tw)
{
	trace_inet_sock_set_state((struct sock *)tw, tw->tw_substate, TCP_CLOSE);
	hlist_del_init(&tw->__tw_common.skc_node);
	tcp_death_row.tw_count--;
	inet_twsk_put(tw);
}

static void tw_timer_handler(struct timer_list *t)
{
	struct inet_timewait_sock *tw = from_timer(tw, t, tw_timer);

	inet_twsk_kill(tw);
}

void inet_twsk_schedule(struct inet_timewait_sock *tw, unsigned long timeo)
{
	mod_timer(&tw->tw_timer, jiffies + timeo);
}

void inet_twsk_deschedule_put(struct inet_timewait_sock *tw)
{
	if (del_timer(&tw->tw_timer))
		inet_twsk_kill(tw);
	inet_twsk_put(tw);
}
