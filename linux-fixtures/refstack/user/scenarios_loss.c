/* SPDX-License-Identifier: MIT */
/* Scenarios of loss: the cable or the queue drops a packet, and TCP notices. */
#include <linux/kernel.h>
#include <net/tcp.h>

#include "drivers.h"
#include "program.h"

static struct net_device *card(struct net *host)
{
	return dev_get_by_name(host, "eth0");
}

static void know_each_other(void)
{
	struct ping p = { .dest = BOB, .count = 1 };

	run_on(alice, ping_program, &p);
}

/* The only segment is lost: the timer has it sent again. */
static void run_retransmit(void)
{
	struct transfer t = { .server = BOB, .port = 80, .bytes = 100 };

	know_each_other();
	wire_drop(card(alice), 3);	/* SYN, ACK, data */
	transfer(bob, &t);
	EXPECT(t.retransmits == 1);
}

/* One of many is lost: three acknowledgements of the same tell, before the timer. */
static void run_fast(void)
{
	struct transfer t = { .server = BOB, .port = 80, .bytes = 40000 };
	unsigned long start;

	know_each_other();
	start = jiffies;
	wire_drop(card(alice), 6);
	transfer(bob, &t);
	EXPECT(t.retransmits >= 1);
	EXPECT(jiffies - start < 1000);
}

static void run_synloss(void)
{
	struct transfer t = { .server = BOB, .port = 80, .bytes = 100 };

	know_each_other();
	wire_drop(card(alice), 1);
	transfer(bob, &t);
	EXPECT(t.retransmits == 1);
	/* now the answer to it */
	wire_drop(card(bob), 1);
	transfer(bob, &t);
	EXPECT(t.retransmits == 0 || t.retransmits == 1);
	/* and the last of the three; the data that follow bring it along */
	wire_drop(card(alice), 2);
	transfer(bob, &t);
}

static int use_netem(void *drop_nth)
{
	EXPECT(set_qdisc("eth0", "netem", (unsigned int)(unsigned long)drop_nth) == 0);
	return 0;
}

static int use_pfifo(void *unused __maybe_unused)
{
	EXPECT(set_qdisc("eth0", "pfifo", 0) == 0);
	EXPECT(set_qdisc("eth0", "nonesuch", 0) == -ENOENT);
	return 0;
}

static void run_netem(void)
{
	struct transfer t = { .server = BOB, .port = 80, .bytes = 8000 };
	unsigned long nth;

	know_each_other();
	for (nth = 1; nth < 12; nth++) {
		run_on(alice, use_netem, (void *)nth);
		t.port = (u16)(5000 + nth);
		transfer(bob, &t);
	}
	run_on(alice, use_pfifo, NULL);
}

/* The answers are lost: bob's acknowledgements, data and FIN. */
static void run_ackloss(void)
{
	struct transfer t = { .server = BOB, .port = 80, .bytes = 8000, .linger = 50 };
	unsigned int nth;

	know_each_other();
	for (nth = 1; nth < 16; nth++) {
		wire_drop(card(bob), nth);
		t.port = (u16)(5100 + nth);
		transfer(bob, &t);
		wire_drop(card(bob), 0);
	}
}

static int talk_to_wall(void *arg)
{
	struct transfer *t = arg;
	struct sockaddr_in dest = ADDR(t->server, t->port);
	long fd = sys_socket(AF_INET, SOCK_STREAM, 0);
	char c;

	EXPECT(sys_connect(fd, &dest, sizeof(dest)) == 0);
	EXPECT(set_up("eth0", false) == 0);
	EXPECT(sys_send(fd, "hello", 5) == 5);
	EXPECT(sys_recv(fd, &c, 1) == -ETIMEDOUT);
	sys_close(fd);
	EXPECT(set_up("eth0", true) == 0);
	routes_by_bob();
	return 0;
}

/* The cable is gone in the middle: after many tries the connection is given up. */
static int wait_for_ever(void *arg)
{
	struct transfer *t = arg;
	struct sockaddr_in own = ADDR(0, t->port);
	long fd = sys_socket(AF_INET, SOCK_STREAM, 0), conn;
	int on = 1;
	char c;

	EXPECT(sys_bind(fd, &own, sizeof(own)) == 0);
	EXPECT(sys_setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on)) == 0);
	EXPECT(sys_listen(fd, 1) == 0);
	conn = sys_accept(fd, NULL, 0);
	EXPECT(conn >= 0);
	/* the client was gone when it was back: it knows of nothing, and says so */
	EXPECT(sys_recv(conn, &c, 1) == -ECONNRESET);
	sys_close(conn);
	sys_close(fd);
	return 0;
}

static void run_giveup(void)
{
	struct transfer t = { .server = BOB, .port = 80 };
	struct task_struct *server = spawn(bob, wait_for_ever, &t, "server");

	settle(1);
	run_on(alice, talk_to_wall, &t);
	finish(server);
}

const struct scenario loss_scenarios[] = {
	{ "retransmit", "a lost segment is sent again", "丢失的报文段由定时器重传", run_retransmit },
	{ "fast", "fast retransmit and recovery", "快速重传与恢复", run_fast },
	{ "synloss", "a lost SYN, SYN+ACK, ACK", "丢失的 SYN、SYN+ACK、ACK", run_synloss },
	{ "netem", "a bad line loses one packet after the other", "坏线路：逐个丢失数据包", run_netem },
	{ "ackloss", "the answers are lost", "回应丢失", run_ackloss },
	{ "giveup", "the other side is gone", "对方消失后放弃连接", run_giveup },
	{ 0 },
};
