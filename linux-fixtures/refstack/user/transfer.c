/* SPDX-License-Identifier: MIT */
/* The programs that most scenarios use: one sends and gets it back, one sends back; and ping. */
#include <linux/kernel.h>
#include <net/tcp.h>

#include "program.h"

void fill_pattern(u8 *buf, unsigned int n, unsigned int at)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		buf[i] = (u8)((at + i) * 7 + ((at + i) >> 8));
}

bool check_pattern(const u8 *buf, unsigned int n, unsigned int at)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (buf[i] != (u8)((at + i) * 7 + ((at + i) >> 8)))
			return false;
	return true;
}

static struct sockaddr_in6 map_address(__be32 addr, u16 port)
{
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

	sin6.sin6_addr[2] = htonl(0xffff);
	sin6.sin6_addr[3] = addr;
	return sin6;
}

static long bind_to(long fd, bool mapped, __be32 addr, u16 port)
{
	struct sockaddr_in6 sin6 = map_address(addr, port);
	struct sockaddr_in sin = ADDR(addr, port);

	if (mapped)
		return sys_bind(fd, &sin6, sizeof(sin6));
	return sys_bind(fd, &sin, sizeof(sin));
}

static long connect_to(long fd, const struct transfer *t)
{
	struct sockaddr_in6 sin6 = map_address(t->server, t->port);
	struct sockaddr_in sin = ADDR(t->server, t->port);

	if (t->mapped)
		return sys_connect(fd, &sin6, sizeof(sin6));
	return sys_connect(fd, &sin, sizeof(sin));
}

static void set_options(long fd, const struct transfer *t)
{
	u8 one = 1;

	if (t->congestion) {
		char name[16];
		int len = sizeof(name);

		EXPECT(sys_setsockopt(fd, SOL_TCP, TCP_CONGESTION, t->congestion, 16) == 0);
		EXPECT(sys_getsockopt(fd, SOL_TCP, TCP_CONGESTION, name, &len) == 0 && !strcmp(name, t->congestion));
	}
	if (t->ulp)
		EXPECT(sys_setsockopt(fd, SOL_TCP, TCP_ULP, t->ulp, 6) == 0);
	if (t->nodelay)
		EXPECT(sys_setsockopt(fd, SOL_TCP, TCP_NODELAY, &one, 1) == 0);
}

int echo_server(void *arg)
{
	struct transfer *t = arg;
	u8 buf[4096];
	long fd = sys_socket(t->mapped ? AF_INET6 : AF_INET, SOCK_STREAM, 0), conn, n;
	struct sockaddr_in6 peer;
	unsigned int got = 0;

	EXPECT(fd >= 0);
	EXPECT(bind_to(fd, t->mapped, t->bind, t->port) == 0);
	if (t->rcvbuf)
		EXPECT(sys_setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &t->rcvbuf, sizeof(int)) == 0);
	if (t->ulp)
		EXPECT(sys_setsockopt(fd, SOL_TCP, TCP_ULP, t->ulp, 6) == 0);
	EXPECT(sys_listen(fd, 5) == 0);
	conn = sys_accept(fd, &peer, 0);
	EXPECT(conn >= 0);
	if (t->read_delay)
		sys_sleep(t->read_delay);
	while ((n = sys_recv(conn, buf, sizeof(buf))) > 0) {
		EXPECT(sys_send(conn, buf, n) == n);
		got += (unsigned int)n;
		if (t->server_first && got == t->bytes)
			break;
	}
	sys_close(conn);
	sys_close(fd);
	return n < 0 ? (int)n : 0;
}

static void read_back(long fd, unsigned int bytes)
{
	u8 buf[4096];
	unsigned int got = 0;
	long n;

	while (got < bytes && (n = sys_recv(fd, buf, sizeof(buf))) > 0) {
		EXPECT(check_pattern(buf, (unsigned int)n, got));
		got += (unsigned int)n;
	}
	EXPECT(got == bytes);
}

int echo_client(void *arg)
{
	struct transfer *t = arg;
	u8 buf[2000];
	unsigned int sent = 0;
	long fd = sys_socket(t->mapped ? AF_INET6 : AF_INET, SOCK_STREAM, 0), n;
	struct file *file;

	EXPECT(fd >= 0);
	if (t->source_port)
		EXPECT(bind_to(fd, t->mapped, 0, t->source_port) == 0);
	set_options(fd, t);
	t->connect_result = connect_to(fd, t);
	if (t->connect_result) {
		sys_close(fd);
		return (int)t->connect_result;
	}
	while (sent < t->bytes) {
		unsigned int len = min(t->bytes - sent, (unsigned int)sizeof(buf));

		fill_pattern(buf, len, sent);
		n = sys_send(fd, buf, len);
		EXPECT(n > 0);
		if (n <= 0)
			break;
		sent += (unsigned int)n;
	}
	read_back(fd, sent);
	if (t->linger)
		sys_sleep(t->linger);
	file = fget((int)fd);
	t->retransmits = tcp_sk(((struct socket *)file->private_data)->sk)->total_retrans;
	sys_close(fd);
	return 0;
}

/* alice is the client. */
void transfer(struct net *server_host, struct transfer *t)
{
	struct task_struct *server = spawn(server_host, echo_server, t, "server"), *client;

	settle(1);
	client = spawn(alice, echo_client, t, "client");
	EXPECT(finish(client) == 0);
	EXPECT(finish(server) == 0);
}

int ping_program(void *arg)
{
	struct ping *p = arg;
	struct sockaddr_in dest = ADDR(p->dest, 0), from;
	struct { struct icmphdr icmph; u8 data[48]; } echo = { .icmph = { .type = ICMP_ECHO } };
	long fd = sys_socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP), n;
	int i;

	fill_pattern(echo.data, sizeof(echo.data), 0);
	for (i = 0; i < p->count; i++) {
		echo.icmph.type = ICMP_ECHO;
		echo.icmph.sequence = htons((u16)(i + 1));
		p->error = sys_sendto(fd, &echo, sizeof(echo), 0, &dest, sizeof(dest));
		if (p->error < 0)
			break;
		n = sys_recvfrom(fd, &echo, sizeof(echo), 0, &from);
		if (n < 0)
			p->error = n;
		else if (n == sizeof(echo) && echo.icmph.type == ICMP_ECHOREPLY && from.sin_addr == p->dest &&
			 ntohs(echo.icmph.sequence) == i + 1 && check_pattern(echo.data, sizeof(echo.data), 0))
			p->replies++;
	}
	sys_close(fd);
	return 0;
}
