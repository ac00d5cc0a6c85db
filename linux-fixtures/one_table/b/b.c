#include "neigh.h"

static int b_ask(struct neigh *n)
{
	return n->state++;
}

static const struct neigh_ops b_ops = { .out = resolve, .ask = b_ask };

int b_send(struct neigh *n)
{
	n->ops = &b_ops;
	return core_send(n);
}
