/* SPDX-License-Identifier: MIT */
struct node {
	struct node *left, *right;
	int (*visit)(struct node *node);
};

static int leaf(struct node *node)
{
	return 0;
}

int walk(struct node *node)
{
	if (!node)
		return 0;
	return walk(node->left) + walk(node->right) + leaf(node);
}

int odd(int n);

int even(int n)
{
	return n ? odd(n - 1) : leaf(0);
}

int odd(int n)
{
	return n ? even(n - 1) : 0;
}

static int visit_children(struct node *node)
{
	return node->left->visit(node->left);
}

void node_init(struct node *node)
{
	node->visit = visit_children;
}

/* a callback that is called with itself */
typedef int (*fn_t)(void *fn, int depth);

static int apply(fn_t fn, int depth)
{
	return depth ? fn(fn, depth - 1) : 0;
}

static int again(void *fn, int depth)
{
	return apply((fn_t)fn, depth);
}

int start(void)
{
	return apply(again, 3);
}
