/* SPDX-License-Identifier: MIT */
/* Scenarios of TCP: opening and talking, with all that can be chosen. */
#include <linux/kernel.h>
#include <net/tcp.h>

#include "drivers.h"
#include "program.h"

extern unsigned int nf_filter_port;
extern unsigned long nf_filtered, tcp_audit_segments, tcp_audit_requests;

static void run_handshake(void)
{
	struct transfer t = { .server = BOB, .port = 80, .bytes = 20000 };

	transfer(bob, &t);
	EXPECT(t.retransmits == 0);
}

static void run_loopback(void)
{
	struct transfer t = { .server = LOCALHOST, .port = 80, .bytes = 40000 };

	transfer(alice, &t);
	t.server = ALICE;
	t.nodelay = true;
	transfer(alice, &t);
}

static void run_refused(void)
{
	struct transfer t = { .server = BOB, .port = 81 };

	run_on(alice, echo_client, &t);
	EXPECT(t.connect_result == -ECONNREFUSED);
	t.server = LOCALHOST;
	run_on(alice, echo_client, &t);
	EXPECT(t.connect_result == -ECONNREFUSED);
}

/* Both ask at the same time: neither listens, and yet there is a connection. */
static int simultaneous(void *arg)
{
	bool is_alice = arg != NULL;
	struct sockaddr_in own = ADDR(0, is_alice ? 5001 : 5002),
			   other = ADDR(is_alice ? BOB : ALICE, is_alice ? 5002 : 5001), name;
	long fd = sys_socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
	u8 buf[8];

	EXPECT(sys_bind(fd, &own, sizeof(own)) == 0);
	EXPECT(sys_connect(fd, &other, sizeof(other)) == 0);
	EXPECT(sys_getpeername(fd, &name) == sizeof(name) && name.sin_port == other.sin_port);
	EXPECT(sys_write(fd, is_alice ? "alice" : "bob..", 5) == 5);
	EXPECT(sys_read(fd, buf, 5) == 5);
	EXPECT(!memcmp(buf, is_alice ? "bob.." : "alice", 5));
	sys_sleep(100);
	EXPECT(sys_close(fd) == 0);
	return 0;
}

static void run_simopen(void)
{
	struct ping p = { .dest = BOB, .count = 1 };
	struct task_struct *a, *b;

	/* so that both know where the other is, and the SYNs cross */
	run_on(alice, ping_program, &p);
	a = spawn(alice, simultaneous, alice, "a");
	b = spawn(bob, simultaneous, NULL, "b");
	finish(a);
	finish(b);
}

static void run_mapped(void)
{
	struct transfer t = { .server = BOB, .port = 80, .bytes = 6000, .mapped = true };

	transfer(bob, &t);
	t.server = LOCALHOST;
	transfer(alice, &t);
}

static int wrong_family(void *unused __maybe_unused)
{
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6 };
	long fd = sys_socket(AF_INET6, SOCK_STREAM, 0);

	sin6.sin6_addr[0] = htonl(0x20010db8);
	EXPECT(sys_connect(fd, &sin6, sizeof(sin6)) == -ENETUNREACH);
	EXPECT(sys_close(fd) == 0);
	EXPECT(sys_socket(AF_INET6, SOCK_DGRAM, 0) == -ESOCKTNOSUPPORT);
	EXPECT(sys_socket(7, SOCK_DGRAM, 0) == -EAFNOSUPPORT);
	EXPECT(sys_socket(AF_INET, SOCK_STREAM, IPPROTO_UDP) == -EPROTONOSUPPORT);
	return 0;
}

static void run_family(void)
{
	run_on(alice, wrong_family, NULL);
}

static void run_congestion(void)
{
	static const char *const names[] = { "reno", "scalable", "hybla" };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		struct transfer t = { .server = BOB, .port = (u16)(5200 + i), .bytes = 50000 };
		char name[16] = "";

		snprintf(name, sizeof(name), "%s", names[i]);
		t.congestion = name;
		transfer(bob, &t);
		/* one of many is lost, then the only one */
		settle(10);
		wire_drop(dev_get_by_name(alice, "eth0"), 8);
		transfer(bob, &t);
		EXPECT(t.retransmits >= 1);
		t.bytes = 10;
		settle(10);
		wire_drop(dev_get_by_name(alice, "eth0"), 3);
		transfer(bob, &t);
		EXPECT(t.retransmits == 1);
	}
}

static void run_audit(void)
{
	struct transfer t = { .server = BOB, .port = 80, .bytes = 3000, .ulp = "audit" };

	transfer(bob, &t);
	EXPECT(tcp_audit_segments > 6 && tcp_audit_requests == 0);
}

/* The reader is slow: the window closes, is probed, and opens again. */
static void run_window(void)
{
	struct transfer t = { .server = BOB, .port = 80, .bytes = 30000, .rcvbuf = 4096, .read_delay = 20 * HZ };

	transfer(bob, &t);
	t.rcvbuf = 5000;
	t.bytes = 9000;
	transfer(bob, &t);
}

static void run_filter(void)
{
	struct transfer t = { .server = BOB, .port = 23, .bytes = 1 };

	nf_filter_port = 23;
	run_on(alice, echo_client, &t);
	EXPECT(t.connect_result == -ETIMEDOUT);
	EXPECT(nf_filtered == 7);
	nf_filter_port = 0;
}

/* A client that will not hear RST goes on asking. */
static int deaf_client(void *unused __maybe_unused)
{
	static const struct sock_filter no_rst = { .offset = 13, .mask = TCPHDR_RST, .value = TCPHDR_RST };
	struct sockaddr_in dest = ADDR(BOB, 81);
	long fd = sys_socket(AF_INET, SOCK_STREAM, 0);

	EXPECT(sys_setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &no_rst, 1) == -EINVAL);
	EXPECT(sys_setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &no_rst, sizeof(no_rst)) == 0);
	EXPECT(sys_connect(fd, &dest, sizeof(dest)) == -ETIMEDOUT);
	sys_close(fd);
	return 0;
}

static void run_deaf(void)
{
	run_on(alice, deaf_client, NULL);
}

static int keep_alive(void *arg)
{
	struct transfer *t = arg;
	struct sockaddr_in dest = ADDR(t->server, t->port);
	long fd = sys_socket(AF_INET, SOCK_STREAM, 0);
	int on = 1, pending = -1;

	EXPECT(sys_setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on)) == 0);
	EXPECT(sys_connect(fd, &dest, sizeof(dest)) == 0);
	sys_sleep(8000 * HZ);
	EXPECT(sys_send(fd, "x", 1) == 1);
	sys_sleep(100);
	EXPECT(sys_ioctl(fd, SIOCINQ, &pending) == 0 && pending == 1);
	sys_close(fd);
	return 0;
}

static void run_keepalive(void)
{
	struct transfer t = { .server = BOB, .port = 80 };
	struct task_struct *server = spawn(bob, echo_server, &t, "server");

	settle(1);
	run_on(alice, keep_alive, &t);
	EXPECT(finish(server) == -ECONNRESET);
}

static int accept_two(void *unused __maybe_unused)
{
	struct sockaddr_in own = ADDR(0, 80);
	long fd = sys_socket(AF_INET, SOCK_STREAM, 0), a, b;
	char c;

	EXPECT(sys_bind(fd, &own, sizeof(own)) == 0);
	EXPECT(sys_listen(fd, 5) == 0);
	EXPECT(sys_accept(fd, NULL, O_NONBLOCK) == -EAGAIN);
	sys_sleep(100);
	/* both wait in the queue already */
	a = sys_accept(fd, NULL, 0);
	b = sys_accept(fd, NULL, 0);
	EXPECT(a >= 0 && b >= 0 && a != b);
	EXPECT(sys_recvfrom(a, &c, 1, MSG_DONTWAIT, NULL) == -EAGAIN);
	EXPECT(sys_shutdown(a, SHUT_WR) == 0);
	EXPECT(sys_send(a, &c, 1) == -EPIPE);
	EXPECT(sys_recv(a, &c, 1) == 0);
	EXPECT(sys_recv(b, &c, 1) == 0);
	sys_close(a);
	sys_close(b);
	sys_close(fd);
	return 0;
}

static int connect_twice(void *unused __maybe_unused)
{
	struct sockaddr_in dest = ADDR(BOB, 80);
	long a = sys_socket(AF_INET, SOCK_STREAM, 0), b = sys_socket(AF_INET, SOCK_STREAM, 0);
	char c;

	EXPECT(sys_connect(a, &dest, sizeof(dest)) == 0);
	EXPECT(sys_connect(a, &dest, sizeof(dest)) == -EISCONN);
	EXPECT(sys_connect(b, &dest, sizeof(dest)) == 0);
	EXPECT(sys_recv(a, &c, 1) == 0);
	sys_close(a);
	sys_close(b);
	return 0;
}

static void run_queue(void)
{
	struct task_struct *server = spawn(bob, accept_two, NULL, "server");

	settle(1);
	run_on(alice, connect_twice, NULL);
	finish(server);
}

const struct scenario tcp_scenarios[] = {
	{ "handshake", "three-way handshake, data both ways, orderly end", "三次握手，双向传输数据，正常关闭", run_handshake },
	{ "loopback", "the same within one host", "本机之内的连接", run_loopback },
	{ "refused", "RST for a closed port", "端口未开放时的 RST", run_refused },
	{ "simopen", "both ask at the same time", "同时打开", run_simopen },
	{ "mapped", "sockets of AF_INET6 with IPv4 addresses", "使用 IPv4 映射地址的 AF_INET6 套接字", run_mapped },
	{ "family", "families and addresses that there are not", "不支持的协议族和地址", run_family },
	{ "congestion", "three kinds of congestion control", "三种拥塞控制", run_congestion },
	{ "audit", "something puts itself between TCP and IP", "插入 TCP 与 IP 之间的一层", run_audit },
	{ "window", "the window closes and opens again", "窗口关闭后再次打开", run_window },
	{ "filter", "a filter drops what comes in", "过滤器丢弃进入的数据包", run_filter },
	{ "deaf", "a socket with a filter of its own", "带有过滤器的套接字", run_deaf },
	{ "keepalive", "nothing to say for two hours", "两小时没有数据时的保活探测", run_keepalive },
	{ "queue", "connections that wait for accept", "等待 accept 的连接", run_queue },
	{ 0 },
};
