/* Two tables hold one function: the one that is named goes with the rest of the way. */
struct neigh;
struct neigh_ops { int (*out)(struct neigh *); int (*ask)(struct neigh *); };
struct neigh { const struct neigh_ops *ops; int state; };

int resolve(struct neigh *n);
int core_send(struct neigh *n);
