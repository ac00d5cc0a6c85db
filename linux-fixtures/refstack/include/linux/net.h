/* SPDX-License-Identifier: MIT */
/* Sockets as programs have them: a family, a type, and a table of operations. */
#ifndef _LINUX_NET_H
#define _LINUX_NET_H

#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/wait.h>

struct sock;
struct socket;
struct net;

#define AF_INET		2
#define AF_INET6	10
#define AF_PACKET	17
#define NPROTO		20
#define SOCK_STREAM	1
#define SOCK_DGRAM	2
#define SOCK_RAW	3
#define SOCK_MAX	4
#define MSG_PEEK	2
#define MSG_DONTWAIT	0x40
#define MSG_NOSIGNAL	0x4000
#define O_NONBLOCK	04000
#define SHUT_RD		0
#define SHUT_WR		1
#define SHUT_RDWR	2
#define RCV_SHUTDOWN	1
#define SEND_SHUTDOWN	2
#define SOL_SOCKET	1
#define SOL_TCP		6
#define SO_ERROR	4
#define SO_SNDBUF	7
#define SO_RCVBUF	8
#define SO_KEEPALIVE	9
#define SO_PRIORITY	12
#define SO_ATTACH_FILTER	26
#define TCP_NODELAY	1
#define TCP_CONGESTION	13
#define TCP_ULP		31
#define SIOCSIFFLAGS	0x8914
#define SIOCGIFADDR	0x8915
#define SIOCSIFADDR	0x8916
#define SIOCADDRT	0x890b
#define SIOCSIFQDISC	0x8991
#define SIOCINQ		0x541b
#define INADDR_ANY	0u

struct sockaddr {
	u16 sa_family;
	u8 sa_data[26];
};

struct sockaddr_in {
	u16 sin_family;
	__be16 sin_port;
	__be32 sin_addr;
	u8 sin_zero[8];
};

/* only addresses ::ffff:a.b.c.d are known here */
struct sockaddr_in6 {
	u16 sin6_family;
	__be16 sin6_port;
	u32 sin6_flowinfo;
	__be32 sin6_addr[4];
};

struct sockaddr_ll {
	u16 sll_family;
	__be16 sll_protocol;
	int sll_ifindex;
	u8 sll_pkttype;
	u8 sll_addr[8];
};

/* SO_ATTACH_FILTER: segments with (byte at offset & mask) == value are not for this socket. */
struct sock_filter {
	u8 offset, mask, value;
};

/* for SIOCSIF...: an address with the length of its prefix, flags, a discipline */
struct ifreq {
	char ifr_name[16];
	__be32 ifr_addr;
	int ifr_prefixlen;
	unsigned int ifr_flags;
	char ifr_qdisc[16];
	unsigned int ifr_drop_nth;
};

struct rtentry {
	__be32 rt_dst, rt_gateway;
	int rt_prefixlen;
	char rt_dev[16];
};

typedef enum { SS_FREE, SS_UNCONNECTED, SS_CONNECTING, SS_CONNECTED, SS_DISCONNECTING } socket_state;

struct socket_wq {
	wait_queue_head_t wait;
};

struct socket {
	socket_state state;
	short type;
	struct file *file;
	struct sock *sk;
	const struct proto_ops *ops;
	struct socket_wq wq;
};

struct proto_ops {
	int family;
	int (*release)(struct socket *sock);
	int (*bind)(struct socket *sock, struct sockaddr *addr, int len);
	int (*connect)(struct socket *sock, struct sockaddr *addr, int len, int flags);
	int (*accept)(struct socket *sock, struct socket *newsock, int flags);
	int (*getname)(struct socket *sock, struct sockaddr *addr, int peer);
	int (*ioctl)(struct socket *sock, unsigned int cmd, unsigned long arg);
	int (*listen)(struct socket *sock, int len);
	int (*shutdown)(struct socket *sock, int how);
	int (*setsockopt)(struct socket *sock, int level, int name, const void *val, int len);
	int (*getsockopt)(struct socket *sock, int level, int name, void *val, int *len);
	int (*sendmsg)(struct socket *sock, struct msghdr *m, size_t len);
	int (*recvmsg)(struct socket *sock, struct msghdr *m, size_t len, int flags);
};

struct net_proto_family {
	int family;
	int (*create)(struct net *net, struct socket *sock, int protocol, int kern);
};

int sock_register(const struct net_proto_family *ops);
struct socket *sock_alloc(void);
void sock_release(struct socket *sock);
int sock_create(int family, int type, int protocol, struct socket **res);

/* what proto_ops have where a family has no such thing */
int sock_no_accept(struct socket *sock, struct socket *newsock, int flags);
int sock_no_listen(struct socket *sock, int len);
int sock_no_connect(struct socket *sock, struct sockaddr *addr, int len, int flags);

#endif
