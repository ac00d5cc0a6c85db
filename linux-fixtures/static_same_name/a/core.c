/* SPDX-License-Identifier: MIT */
struct priv {
	void (*go)(struct priv *p);
	int a;
};

static void fast(struct priv *p)
{
	p->a = 1;
}

static void probe(struct priv *p)
{
	p->go = fast;
	p->go(p);
}

void alpha_attach(void)
{
	struct priv p;

	probe(&p);
}
