/* SPDX-License-Identifier: MIT */
struct list_head {
	struct list_head *next, *prev;
};

struct sock;
struct socket;

struct proto {
	const char *name;
	int (*connect)(struct sock *sk);
	int (*init)(struct sock *sk);
};

struct proto_ops {
	int (*connect)(struct socket *sock);
};

struct sock {
	struct proto *sk_prot;
};

struct socket {
	struct sock *sk;
	const struct proto_ops *ops;
};

struct inet_protosw {
	struct list_head list;
	unsigned short type;
	struct proto *prot;
	const struct proto_ops *ops;
};

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - __builtin_offsetof(type, member)))
#define list_for_each_entry(pos, head, member)					\
	for (pos = container_of((head)->next, __typeof__(*pos), member);	\
	     &pos->member != (head);						\
	     pos = container_of(pos->member.next, __typeof__(*pos), member))

static struct list_head inetsw[11];

static void list_add(struct list_head *new, struct list_head *head)
{
	new->next = head->next;
	head->next = new;
}

static int tcp_v4_connect(struct sock *sk) { return 0; }
static int tcp_init_sock(struct sock *sk) { return 0; }
static int udp_connect(struct sock *sk) { return 0; }
static int odd_connect(struct sock *sk) { return 0; }

static int inet_stream_connect(struct socket *sock)
{
	return sock->sk->sk_prot->connect(sock->sk);	/* @prot */
}

static int inet_dgram_connect(struct socket *sock)
{
	return sock->sk->sk_prot->connect(sock->sk);
}

static struct proto tcp_prot = { .name = "TCP", .connect = tcp_v4_connect, .init = tcp_init_sock };
static struct proto udp_prot = { .name = "UDP", .connect = udp_connect };
/* in no socket */
struct proto odd_prot = { .name = "ODD", .connect = odd_connect };

static const struct proto_ops inet_stream_ops = { .connect = inet_stream_connect };
static const struct proto_ops inet_dgram_ops = { .connect = inet_dgram_connect };

static struct inet_protosw inetsw_array[] = {
	{
		.type = 1,
		.prot = &tcp_prot,
		.ops = &inet_stream_ops,
	},
	{
		.type = 2,
		.prot = &udp_prot,
		.ops = &inet_dgram_ops,
	},
};

void inet_register_protosw(struct inet_protosw *p)
{
	list_add(&p->list, &inetsw[p->type]);
}

void inet_init(void)
{
	struct inet_protosw *q;

	for (q = inetsw_array; q < &inetsw_array[2]; ++q)
		inet_register_protosw(q);
}

static void sk_alloc(struct sock *sk, struct proto *prot)
{
	sk->sk_prot = prot;
}

int inet_create(struct socket *sock, struct sock *sk)
{
	struct inet_protosw *answer;
	struct proto *answer_prot = 0;

	list_for_each_entry(answer, &inetsw[1], list) {
		sock->ops = answer->ops;
		answer_prot = answer->prot;
	}
	sk_alloc(sk, answer_prot);
	sock->sk = sk;
	if (sk->sk_prot->init)
		return sk->sk_prot->init(sk);	/* @init */
	return 0;
}

int __sys_connect(struct socket *sock)
{
	return sock->ops->connect(sock);	/* @ops */
}
