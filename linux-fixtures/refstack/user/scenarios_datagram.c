/* SPDX-License-Identifier: MIT */
/* Scenarios without connections: UDP, raw IP, whole frames. */
#include <linux/kernel.h>
#include <net/udp.h>

#include "program.h"

static int udp_server(void *arg)
{
	int n = (int)(long)arg, i;
	struct sockaddr_in own = ADDR(0, 4053), from;
	long fd = sys_socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP), len;
	u8 buf[2000];

	EXPECT(sys_bind(fd, &own, sizeof(own)) == 0);
	EXPECT(sys_listen(fd, 1) == -EOPNOTSUPP);
	EXPECT(sys_accept(fd, NULL, 0) == -EOPNOTSUPP);
	for (i = 0; i < n; i++) {
		len = sys_recvfrom(fd, buf, sizeof(buf), 0, &from);
		EXPECT(len >= 0);
		EXPECT(sys_sendto(fd, buf, len, 0, &from, sizeof(from)) == len);
	}
	sys_close(fd);
	return 0;
}

static int udp_client(void *unused __maybe_unused)
{
	struct sockaddr_in dest = ADDR(BOB, 4053), from;
	long fd = sys_socket(AF_INET, SOCK_DGRAM, 0);
	u8 buf[1472], back[1472];
	int n = 0;

	fill_pattern(buf, sizeof(buf), 3);
	EXPECT(sys_send(fd, buf, 1) == -EDESTADDRREQ);
	EXPECT(sys_sendto(fd, buf, 1473, 0, &dest, sizeof(dest)) == -EMSGSIZE);
	EXPECT(sys_sendto(fd, buf, sizeof(buf), 0, &dest, sizeof(dest)) == sizeof(buf));
	EXPECT(sys_recvfrom(fd, back, sizeof(back), MSG_PEEK, &from) == sizeof(buf));
	EXPECT(sys_ioctl(fd, SIOCINQ, &n) == 0 && n == sizeof(buf));
	EXPECT(sys_recvfrom(fd, back, sizeof(back), 0, &from) == sizeof(buf));
	EXPECT(from.sin_addr == BOB && from.sin_port == htons(4053) && check_pattern(back, sizeof(back), 3));
	EXPECT(sys_recvfrom(fd, back, sizeof(back), MSG_DONTWAIT, NULL) == -EAGAIN);
	/* an odd number of bytes, and none at all */
	EXPECT(sys_connect(fd, &dest, sizeof(dest)) == 0);
	EXPECT(sys_send(fd, buf, 7) == 7 && sys_recv(fd, back, 100) == 7);
	EXPECT(sys_send(fd, buf, 0) == 0 && sys_recv(fd, back, 100) == 0);
	EXPECT(sys_getsockname(fd, &from) == sizeof(from) && from.sin_addr == ALICE);
	EXPECT(sys_shutdown(fd, SHUT_RDWR) == 0);
	sys_close(fd);
	return 0;
}

static void run_udp(void)
{
	struct task_struct *server = spawn(bob, udp_server, (void *)3, "server");

	settle(1);
	run_on(alice, udp_client, NULL);
	finish(server);
}

static int udp_nobody(void *unused __maybe_unused)
{
	struct sockaddr_in dest = ADDR(BOB, 54), lo = ADDR(LOCALHOST, 54);
	long fd = sys_socket(AF_INET, SOCK_DGRAM, 0), fd2 = sys_socket(AF_INET, SOCK_DGRAM, 0);
	char c = 'x';

	EXPECT(sys_connect(fd, &dest, sizeof(dest)) == 0);
	EXPECT(sys_send(fd, &c, 1) == 1);
	EXPECT(sys_recv(fd, &c, 1) == -ECONNREFUSED);
	EXPECT(sys_connect(fd2, &lo, sizeof(lo)) == 0);
	EXPECT(sys_send(fd2, &c, 1) == 1);
	EXPECT(sys_recv(fd2, &c, 1) == -ECONNREFUSED);
	sys_close(fd2);
	sys_close(fd);
	return 0;
}

static void run_unreach(void)
{
	run_on(alice, udp_nobody, NULL);
}

static int hear(void *addr)
{
	struct sockaddr_in own = ADDR(0, 4068), from;
	long fd = sys_socket(AF_INET, SOCK_DGRAM, 0);
	char buf[8];

	(void)addr;
	EXPECT(sys_bind(fd, &own, sizeof(own)) == 0);
	EXPECT(sys_recvfrom(fd, buf, sizeof(buf), 0, &from) == 5 && from.sin_addr == ALICE);
	EXPECT(sys_recvfrom(fd, buf, sizeof(buf), 0, &from) == 5 && !memcmp(buf, "group", 5));
	sys_close(fd);
	return 0;
}

static int shout(void *unused __maybe_unused)
{
	struct sockaddr_in all = ADDR(IP(10, 0, 0, 255), 4068), group = ADDR(IP(224, 0, 0, 5), 4068);
	long fd = sys_socket(AF_INET, SOCK_DGRAM, 0);

	EXPECT(sys_sendto(fd, "hello", 5, 0, &all, sizeof(all)) == 5);
	EXPECT(sys_sendto(fd, "group", 5, 0, &group, sizeof(group)) == 5);
	/* TCP is between two */
	sys_close(fd);
	fd = sys_socket(AF_INET, SOCK_STREAM, 0);
	EXPECT(sys_connect(fd, &all, sizeof(all)) == -ENETUNREACH);
	sys_close(fd);
	return 0;
}

static void run_broadcast(void)
{
	struct task_struct *b = spawn(bob, hear, NULL, "b"), *a = spawn(alice, hear, NULL, "a");

	settle(1);
	run_on(alice, shout, NULL);
	finish(a);
	finish(b);
}

/* A program makes the echo request itself, and gets the answer with its IP header. */
static int raw_ping(void *unused __maybe_unused)
{
	struct sockaddr_in dest = ADDR(BOB, 0);
	struct icmphdr echo = { .type = ICMP_ECHO, .id = htons(99), .sequence = htons(1) };
	struct { struct iphdr iph; struct icmphdr icmph; } __packed back;
	long fd = sys_socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);

	echo.checksum = (u16)~(echo.type + echo.id + echo.sequence);
	EXPECT(sys_connect(fd, &dest, sizeof(dest)) == 0);
	EXPECT(sys_send(fd, &echo, sizeof(echo)) == sizeof(echo));
	EXPECT(sys_recv(fd, &back, sizeof(back)) == sizeof(back));
	EXPECT(back.iph.saddr == BOB && back.icmph.type == ICMP_ECHOREPLY && back.icmph.id == htons(99));
	sys_close(fd);
	return 0;
}

static int raw_unknown(void *unused __maybe_unused)
{
	struct sockaddr_in dest = ADDR(BOB, 0), own = ADDR(ALICE, 0);
	long fd = sys_socket(AF_INET, SOCK_RAW, 99);
	int n = 0;

	EXPECT(sys_bind(fd, &own, sizeof(own)) == 0);
	EXPECT(sys_sendto(fd, "12345678", 8, 0, &dest, sizeof(dest)) == 8);
	sys_sleep(10);
	EXPECT(sys_ioctl(fd, SIOCINQ, &n) == -ENOTTY);
	EXPECT(sys_setsockopt(fd, 99, 1, &n, 4) == -ENOPROTOOPT);
	sys_close(fd);
	return 0;
}

static void run_raw(void)
{
	run_on(alice, raw_ping, NULL);
	run_on(alice, raw_unknown, NULL);
}

static int capture(void *arg)
{
	int *seen = arg;
	struct sockaddr_ll sll = { .sll_family = AF_PACKET };
	long fd = sys_socket(AF_PACKET, SOCK_RAW, 0), fd2 = sys_socket(AF_PACKET, SOCK_RAW, 0), n;
	static const u16 types[] = { ETH_P_ALL, ETH_P_IP, ETH_P_ARP, ETH_P_8021Q };
	int pending = 0, len = 4;
	unsigned int i;
	u8 frame[1600];

	/* others listen, too: each gets a copy */
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		sll.sll_protocol = htons(types[i]);
		EXPECT(sys_bind(sys_socket(AF_PACKET, SOCK_RAW, 0), &sll, sizeof(sll)) == 0);
	}
	sll.sll_protocol = htons(ETH_P_ALL);
	EXPECT(sys_setsockopt(fd, 263, 1, &pending, 4) == -ENOPROTOOPT);
	EXPECT(sys_getsockopt(fd, 263, 1, &pending, &len) == -ENOPROTOOPT);

	EXPECT(sys_bind(fd, &sll, sizeof(sll)) == 0);
	EXPECT(sys_bind(fd2, &sll, sizeof(sll)) == 0);
	EXPECT(sys_listen(fd, 1) == -EOPNOTSUPP && sys_connect(fd, &sll, sizeof(sll)) == -EOPNOTSUPP);
	EXPECT(sys_shutdown(fd, SHUT_RD) == -EOPNOTSUPP);
	sys_sleep(100);
	EXPECT(sys_ioctl(fd, SIOCINQ, &pending) == 0 && pending > 0);
	while ((n = sys_recvfrom(fd, frame, sizeof(frame), MSG_DONTWAIT, NULL)) > 0) {
		struct ethhdr *eth = (struct ethhdr *)frame;

		EXPECT(n >= ETH_HLEN);
		seen[eth->h_proto == htons(ETH_P_ARP)]++;
	}
	sys_close(fd);
	sys_close(fd2);
	return 0;
}

static void run_packet(void)
{
	struct ping p = { .dest = BOB, .count = 3 }, v = { .dest = BOB_VLAN, .count = 1 };
	int seen[2] = { 0, 0 };
	struct task_struct *c = spawn(bob, capture, seen, "capture");

	settle(1);
	run_on(alice, ping_program, &p);
	run_on(alice, ping_program, &v);
	finish(c);
	/* the request for bob's address and his answer; three times there and back */
	EXPECT(seen[1] == 2 && seen[0] >= 6);
}

/* A program in the middle of a call gets its datagram when it lets go of the socket. */
static int udp_to_self(void *unused __maybe_unused)
{
	struct sockaddr_in own = ADDR(LOCALHOST, 55);
	long fd = sys_socket(AF_INET, SOCK_DGRAM, 0);
	struct socket *sock;
	char c = 0;
	int big = 100000;

	EXPECT(sys_bind(fd, &own, sizeof(own)) == 0);
	EXPECT(sys_setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &big, sizeof(big)) == 0);
	sock = fget((int)fd)->private_data;
	lock_sock(sock->sk);
	EXPECT(sys_sendto(fd, "a", 1, 0, &own, sizeof(own)) == 1);
	EXPECT(sock->sk->sk_backlog.qlen == 1);
	release_sock(sock->sk);
	EXPECT(sys_recv(fd, &c, 1) == 1 && c == 'a');
	sys_close(fd);
	return 0;
}

static void run_backlog(void)
{
	run_on(alice, udp_to_self, NULL);
}

const struct scenario datagram_scenarios[] = {
	{ "udp", "datagrams there and back", "UDP 数据报往返", run_udp },
	{ "unreach", "a datagram for a closed port", "发往未开放端口的数据报", run_unreach },
	{ "broadcast", "to all on the link, and to a group", "广播与组播", run_broadcast },
	{ "raw", "protocols that the stack need not know", "原始套接字", run_raw },
	{ "packet", "whole frames, as tcpdump sees them", "像 tcpdump 一样看到整个帧", run_packet },
	{ "backlog", "what comes in while the program has the socket", "套接字被占用时到达的数据", run_backlog },
	{ 0 },
};
