/* SPDX-License-Identifier: MIT */
/* Scenarios of the end of a connection. */
#include <linux/kernel.h>
#include <net/tcp.h>

#include "program.h"

struct ends {
	u16 port;
	unsigned long server_wait, client_wait;	/* ticks before each closes */
	bool unread;				/* the server closes without reading */
	bool half;				/* the client sends FIN, and still reads */
	bool late_data;				/* the server sends when the client is gone */
	long server_result;
};

static int end_server(void *arg)
{
	struct ends *e = arg;
	struct sockaddr_in own = ADDR(0, e->port);
	long fd = sys_socket(AF_INET, SOCK_STREAM, 0), conn;
	char buf[16];

	EXPECT(sys_bind(fd, &own, sizeof(own)) == 0);
	EXPECT(sys_listen(fd, 1) == 0);
	conn = sys_accept(fd, NULL, 0);
	EXPECT(conn >= 0);
	if (e->half) {
		while (sys_recv(conn, buf, sizeof(buf)) > 0)
			;
		EXPECT(sys_send(conn, "late", 4) == 4);
	}
	sys_sleep(e->server_wait);
	if (e->late_data) {
		sys_send(conn, "late", 4);
		sys_sleep(50);
		e->server_result = sys_send(conn, "later", 5);
	}
	sys_close(conn);
	sys_close(fd);
	return 0;
}

static int end_client(void *arg)
{
	struct ends *e = arg;
	struct sockaddr_in dest = ADDR(BOB, e->port);
	long fd = sys_socket(AF_INET, SOCK_STREAM, 0), n;
	char buf[16];

	EXPECT(sys_connect(fd, &dest, sizeof(dest)) == 0);
	if (e->unread || e->half)
		EXPECT(sys_send(fd, "hello", 5) == 5);
	if (e->half) {
		EXPECT(sys_shutdown(fd, SHUT_WR) == 0);
		EXPECT(sys_recv(fd, buf, sizeof(buf)) == 4);
		EXPECT(sys_recv(fd, buf, sizeof(buf)) == 0);
	}
	if (e->unread) {
		int err = 0, len = sizeof(err);

		n = sys_recv(fd, buf, sizeof(buf));
		EXPECT(n == -ECONNRESET);
		EXPECT(sys_getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) == 0 && err == 0);
	}
	sys_sleep(e->client_wait);
	sys_close(fd);
	return 0;
}

static void end(struct ends e)
{
	struct task_struct *server = spawn(bob, end_server, &e, "server"), *client;

	settle(1);
	client = spawn(alice, end_client, &e, "client");
	finish(client);
	finish(server);
	if (e.late_data)
		EXPECT(e.server_result < 0);
}

static void run_timewait(void)
{
	int before = tcp_death_row.tw_count;

	end((struct ends){ .port = 80, .server_wait = 100 });
	EXPECT(tcp_death_row.tw_count == before + 1);
	settle(59 * HZ);
	EXPECT(tcp_death_row.tw_count == before + 1);
	settle(2 * HZ);
	EXPECT(tcp_death_row.tw_count == before);
	/* the server closes first: it is the one that waits */
	end((struct ends){ .port = 80, .client_wait = 100 });
	EXPECT(tcp_death_row.tw_count == before + 1);
	settle(61 * HZ);
}

static void run_halfclose(void)
{
	end((struct ends){ .port = 80, .half = true });
}

/* Both close in the same tick: the FINs cross. */
static void run_simclose(void)
{
	end((struct ends){ .port = 80, .server_wait = 100, .client_wait = 99 });
	end((struct ends){ .port = 81, .server_wait = 100, .client_wait = 100 });
	end((struct ends){ .port = 82, .server_wait = 99, .client_wait = 100 });
}

static void run_unread(void)
{
	end((struct ends){ .port = 80, .server_wait = 100, .unread = true });
}

static void run_latedata(void)
{
	end((struct ends){ .port = 80, .server_wait = 200, .late_data = true });
}

/* The same four numbers again, while the old connection is in TIME_WAIT. */
static void run_reuse(void)
{
	struct transfer t = { .server = BOB, .port = 80, .bytes = 10, .source_port = 7000, .linger = 10,
			      .server_first = true };
	int i;

	/* it is at bob's: the new request comes later than anything old, and is taken */
	for (i = 0; i < 8; i++) {
		transfer(bob, &t);
		settle(10);
	}
	/* it is at alice's: she does not use the port */
	t.server_first = false;
	t.source_port = 7001;
	transfer(bob, &t);
	settle(10);
	run_on(alice, echo_client, &t);
	EXPECT(t.connect_result == -EADDRNOTAVAIL);
}

static int listen_and_leave(void *unused __maybe_unused)
{
	struct sockaddr_in own = ADDR(0, 80);
	long fd = sys_socket(AF_INET, SOCK_STREAM, 0);

	EXPECT(sys_bind(fd, &own, sizeof(own)) == 0);
	EXPECT(sys_bind(fd, &own, sizeof(own)) == -EINVAL);
	EXPECT(sys_listen(fd, 1) == 0);
	sys_sleep(100);
	return 0;	/* the listener goes with the program, and the connection nobody accepted */
}

static int connect_and_wait(void *unused __maybe_unused)
{
	struct sockaddr_in dest = ADDR(BOB, 80);
	long fd = sys_socket(AF_INET, SOCK_STREAM, 0);
	char c;

	EXPECT(sys_connect(fd, &dest, sizeof(dest)) == 0);
	EXPECT(sys_recv(fd, &c, 1) == -ECONNRESET);
	sys_exit(3);
	return 0;
}

static void run_leave(void)
{
	struct task_struct *server = spawn(bob, listen_and_leave, NULL, "server");

	settle(1);
	EXPECT(run_on(alice, connect_and_wait, NULL) == 3);
	finish(server);
}

const struct scenario close_scenarios[] = {
	{ "timewait", "FIN, and a minute of TIME_WAIT", "FIN 与一分钟的 TIME_WAIT", run_timewait },
	{ "halfclose", "one side has no more to say, and still listens", "半关闭", run_halfclose },
	{ "simclose", "both close at the same time", "同时关闭", run_simclose },
	{ "unread", "closing without reading is a reset", "未读数据时关闭会发送 RST", run_unread },
	{ "latedata", "data for a program that is gone", "对方程序已退出后的数据", run_latedata },
	{ "reuse", "the same connection again, in TIME_WAIT", "在 TIME_WAIT 中重用同一连接", run_reuse },
	{ "leave", "a server that goes without accepting", "服务器未 accept 就退出", run_leave },
	{ 0 },
};
