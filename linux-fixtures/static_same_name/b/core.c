/* SPDX-License-Identifier: MIT */
struct priv {
	long b;
	void (*go)(struct priv *p);
};

static void slow(struct priv *p)
{
	p->b = 2;
}

static void probe(struct priv *p)
{
	p->go = slow;
	p->go(p);
}

void beta_attach(void)
{
	struct priv p;

	probe(&p);
}
