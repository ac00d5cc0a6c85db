/* SPDX-License-Identifier: MIT */
enum { IPPROTO_ICMP = 1, IPPROTO_TCP = 6 };
enum { PF_UNIX = 1, PF_INET = 2, NPROTO = 46 };

#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v)	(*(volatile __typeof__(x) *)&(x) = (v))
#define rcu_dereference(p)	({ __typeof__(*(p)) *p_ = (__typeof__(*(p)) *)READ_ONCE(p); p_; })
#define rcu_assign_pointer(p, v) WRITE_ONCE(p, (__typeof__(*(v)) *)(v))
#define cmpxchg(ptr, old, new) ({						\
	__typeof__(*(ptr)) ret_;						\
	__typeof__(*(ptr)) old_ = (old);					\
	__typeof__(*(ptr)) new_ = (new);					\
	volatile unsigned long *ptr_ = (volatile unsigned long *)(ptr);	\
	asm volatile("lock; cmpxchgq %2,%1"					\
		     : "=a" (ret_), "+m" (*ptr_)				\
		     : "r" (new_), "0" (old_) : "memory");			\
	ret_;									\
})

struct sk_buff;
struct socket;

struct net_protocol {
	int (*handler)(struct sk_buff *skb);
	int (*err_handler)(struct sk_buff *skb, unsigned int info);
};

struct net_proto_family {
	int family;
	int (*create)(struct socket *sock, int protocol);
};

const struct net_protocol *inet_protos[256];
static const struct net_proto_family *net_families[NPROTO];

int inet_add_protocol(const struct net_protocol *prot, unsigned char protocol)
{
	return !cmpxchg((const struct net_protocol **)&inet_protos[protocol], 0, prot) ? 0 : -1;
}

int ip_protocol_deliver_rcu(struct sk_buff *skb, int protocol)
{
	const struct net_protocol *ipprot;

	ipprot = rcu_dereference(inet_protos[protocol]);
	if (ipprot)
		return ipprot->handler(skb);	/* @handler */
	return 0;
}

int sock_register(const struct net_proto_family *ops)
{
	rcu_assign_pointer(net_families[ops->family], ops);
	return 0;
}

int __sock_create(struct socket *sock, int family, int protocol)
{
	const struct net_proto_family *pf;

	pf = rcu_dereference(net_families[family]);
	return pf->create(sock, protocol);	/* @create */
}

static int tcp_v4_rcv(struct sk_buff *skb) { return 6; }
static int icmp_rcv(struct sk_buff *skb) { return 1; }
static int raw_rcv(struct sk_buff *skb) { return 0; }
static int inet_create(struct socket *sock, int protocol) { return 0; }
static int unix_create(struct socket *sock, int protocol) { return 0; }

static const struct net_protocol tcp_protocol = { .handler = tcp_v4_rcv };
static const struct net_protocol icmp_protocol = { .handler = icmp_rcv };
/* not added */
const struct net_protocol raw_protocol = { .handler = raw_rcv };

static const struct net_proto_family inet_family_ops = { PF_INET, inet_create };
static const struct net_proto_family unix_family_ops = { PF_UNIX, unix_create };

void inet_init(void)
{
	sock_register(&inet_family_ops);
	inet_add_protocol(&icmp_protocol, IPPROTO_ICMP);
	inet_add_protocol(&tcp_protocol, IPPROTO_TCP);
}

void af_unix_init(void)
{
	sock_register(&unix_family_ops);
}
