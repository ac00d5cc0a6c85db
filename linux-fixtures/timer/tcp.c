/* SPDX-License-Identifier: MIT */
#include "timer.h"

struct inet_connection_sock {
	int state;
	struct timer_list icsk_retransmit_timer;
	struct timer_list icsk_delack_timer;
};

struct neighbour {
	struct timer_list timer;
	int probes;
};

static void arp_solicit(struct neighbour *neigh)
{
	neigh->probes++;
}

static void tcp_retransmit(struct inet_connection_sock *icsk)
{
	icsk->state++;
}

static void tcp_write_timer(struct timer_list *t)
{
	struct inet_connection_sock *icsk = from_timer(icsk, t, icsk_retransmit_timer);

	tcp_retransmit(icsk);
}

static void tcp_delack_timer(struct timer_list *t)
{
}

static void neigh_timer_handler(struct timer_list *t)
{
	struct neighbour *neigh = from_timer(neigh, t, timer);

	arp_solicit(neigh);
}

/* two levels of parameters */
void inet_csk_init_xmit_timers(struct inet_connection_sock *icsk,
			       void (*retransmit_handler)(struct timer_list *),
			       void (*delack_handler)(struct timer_list *))
{
	timer_setup(&icsk->icsk_retransmit_timer, retransmit_handler, 0);
	timer_setup(&icsk->icsk_delack_timer, delack_handler, 0);
}

void tcp_init_xmit_timers(struct inet_connection_sock *icsk)
{
	inet_csk_init_xmit_timers(icsk, tcp_write_timer, tcp_delack_timer);
}

void tcp_send(struct inet_connection_sock *icsk)
{
	mod_timer(&icsk->icsk_retransmit_timer, 100);	/* @arm */
}

void tcp_send_delayed_ack(struct inet_connection_sock *icsk)
{
	mod_timer(&icsk->icsk_delack_timer, 4);
}

void neigh_alloc(struct neighbour *neigh)
{
	timer_setup(&neigh->timer, neigh_timer_handler, 0);
}

void neigh_event_send(struct neighbour *neigh)
{
	neigh->timer.expires = 5;
	add_timer(&neigh->timer);
}
