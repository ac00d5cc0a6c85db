/* SPDX-License-Identifier: MIT */
#define likely(x)	__builtin_expect(!!(x), 1)

#define INDIRECT_CALL_1(f, f1, ...) ({					\
	likely((f) == f1) ? f1(__VA_ARGS__) : f(__VA_ARGS__);		\
})
#define INDIRECT_CALL_2(f, f2, f1, ...) ({				\
	likely((f) == f2) ? f2(__VA_ARGS__) :				\
			    INDIRECT_CALL_1(f, f1, __VA_ARGS__);	\
})

struct sk_buff { int (*input)(struct sk_buff *skb); };
struct packet_type { int (*func)(struct sk_buff *skb); };

int v4_rcv(struct sk_buff *skb);
int v6_rcv(struct sk_buff *skb);
int v4_deliver(struct sk_buff *skb);
int v6_deliver(struct sk_buff *skb);
void add_pack(const struct packet_type *pt);

static inline int dst_input(struct sk_buff *skb)
{
	return INDIRECT_CALL_2(skb->input, v6_deliver, v4_deliver, skb);
}
