#include "neigh.h"

int resolve(struct neigh *n)
{
	return n->state ? 0 : n->ops->ask(n);
}

int core_send(struct neigh *n)
{
	return n->ops->out(n);
}
