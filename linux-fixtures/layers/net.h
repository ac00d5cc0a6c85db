/* SPDX-License-Identifier: MIT */
#define PF_INET 2
#define PF_UNIX 1
enum { SOCK_STREAM = 1, SOCK_DGRAM };
enum { IPPROTO_TCP = 6, IPPROTO_UDP = 17 };
enum { NET_TX_SOFTIRQ = 2, NET_RX_SOFTIRQ, TIMER_SOFTIRQ };

struct socket;
struct sk_buff { struct dst_entry *dst; int protocol; };
struct net_proto_family { int family; int (*create)(struct socket *sock, int protocol); };
struct proto_ops { int family; int (*connect)(struct socket *sock); int (*sendmsg)(struct socket *sock); };
struct proto { const char *name; int (*connect)(struct socket *sock); };
struct socket { int type; const struct proto_ops *ops; const struct proto *prot; };
struct inet_protosw { int type, protocol; const struct proto *prot; const struct proto_ops *ops; };
struct net_protocol { int (*handler)(struct sk_buff *skb); int (*err_handler)(struct sk_buff *skb); };
struct dst_entry { int (*input)(struct sk_buff *skb); int (*output)(struct sk_buff *skb); };
struct neigh_ops { int family; int (*output)(struct sk_buff *skb); };
struct neighbour { const struct neigh_ops *ops; int (*output)(struct sk_buff *skb); };
struct softirq_action { void (*action)(struct softirq_action *a); };

int sock_register(const struct net_proto_family *family);
int inet_add_protocol(const struct net_protocol *prot, unsigned char protocol);
void inet_register_protosw(struct inet_protosw *p);
void open_softirq(int nr, void (*action)(struct softirq_action *));
