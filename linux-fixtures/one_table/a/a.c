#include "neigh.h"

static int a_ask(struct neigh *n)
{
	return n->state++;
}

static const struct neigh_ops a_ops = { .out = resolve, .ask = a_ask };

int a_send(struct neigh *n)
{
	n->ops = &a_ops;
	return core_send(n);
}
