/* SPDX-License-Identifier: MIT */
/* Talking to the host's own stack: an echo server, a client, a ping, for a while. */
#include <linux/kernel.h>
#include <net/tcp.h>

#include "program.h"
#include "view.h"

static int configure_tap(void *arg)
{
	const struct tap_options *o = arg;

	EXPECT(set_up("tap0", true) == 0);
	EXPECT(set_address("tap0", htonl(o->address), o->prefixlen) == 0);
	return 0;
}

static int serve_connection(void *arg)
{
	long fd = (long)arg, n;
	u8 buf[4096];

	while ((n = sys_recv(fd, buf, sizeof(buf))) > 0)
		if (sys_send(fd, buf, n) != n)
			break;
	printk("served a connection");
	return 0;
}

static int tcp_echo(void *unused __maybe_unused)
{
	struct sockaddr_in own = ADDR(0, 7);
	long fd = sys_socket(AF_INET, SOCK_STREAM, 0), conn;

	EXPECT(sys_bind(fd, &own, sizeof(own)) == 0);
	EXPECT(sys_listen(fd, 5) == 0);
	while ((conn = sys_accept(fd, NULL, 0)) >= 0) {
		serve_connection((void *)conn);
		sys_close(conn);
	}
	return 0;
}

static int udp_echo(void *unused __maybe_unused)
{
	struct sockaddr_in own = ADDR(0, 7), from;
	long fd = sys_socket(AF_INET, SOCK_DGRAM, 0), n;
	u8 buf[2048];

	EXPECT(sys_bind(fd, &own, sizeof(own)) == 0);
	while ((n = sys_recvfrom(fd, buf, sizeof(buf), 0, &from)) >= 0)
		sys_sendto(fd, buf, n, 0, &from, sizeof(from));
	return 0;
}

int refstack_tap(const struct tap_options *o)
{
	unsigned long end;

	if (!dev_get_by_name(alice, "tap0"))
		return 1;
	end = jiffies + o->seconds * HZ;
	run_on(alice, configure_tap, (void *)o);
	spawn(alice, tcp_echo, NULL, "tcp echo");
	spawn(alice, udp_echo, NULL, "udp echo");
	if (o->ping) {
		struct ping p = { .dest = htonl(o->peer), .count = o->ping };
		char line[64];

		run_on(alice, ping_program, &p);
		EXPECT(p.replies == o->ping);
		snprintf(line, sizeof(line), "%d of %d pings answered", p.replies, o->ping);
		expectation(true, "", 0, line);
	}
	if (o->connect_port) {
		struct transfer t = { .server = htonl(o->peer), .port = (u16)o->connect_port, .bytes = 20000 };

		EXPECT(run_on(alice, echo_client, &t) == 0);
	}
	if (time_before(jiffies, end))
		settle(end - jiffies);
	return unmet;
}
