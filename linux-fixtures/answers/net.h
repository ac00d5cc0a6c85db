/* SPDX-License-Identifier: MIT */
typedef int (*initcall_t)(void);

#define fs_initcall(fn) \
	static initcall_t __initcall_##fn##5 __attribute__((used, section(".initcall5.init"))) = fn
#define device_initcall(fn) \
	static initcall_t __initcall_##fn##6 __attribute__((used, section(".initcall6.init"))) = fn

struct pt_regs {
	unsigned long di, si;
};

/* x86-64: registers, then longs, then the declared types */
#define SYSCALL_DEFINE2(name, t1, a1, t2, a2) \
	static long __se_sys_##name(long a1, long a2); \
	static inline long __do_sys_##name(t1 a1, t2 a2); \
	long __x64_sys_##name(const struct pt_regs *regs); \
	long __x64_sys_##name(const struct pt_regs *regs) \
	{ \
		return __se_sys_##name(regs->di, regs->si); \
	} \
	static long __se_sys_##name(long a1, long a2) \
	{ \
		long ret = __do_sys_##name((t1)a1, (t2)a2); \
		return ret; \
	} \
	static inline long __do_sys_##name(t1 a1, t2 a2)

enum { TCP_ESTABLISHED = 1, TCP_SYN_SENT, TCP_CLOSE = 7 };

struct sk_buff { int len; };

struct sock_common {
	int skc_state;
};

#define sk_state __sk_common.skc_state

struct sock {
	struct sock_common __sk_common;
	const struct proto *sk_prot;
};

struct proto {
	const char *name;
	int (*connect)(struct sock *sk);
	int (*close)(struct sock *sk);
	int size;
};

extern const struct proto tcp_prot, udp_prot;
int ip_queue_xmit(struct sock *sk, struct sk_buff *skb);
