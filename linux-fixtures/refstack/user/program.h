/* SPDX-License-Identifier: MIT */
/* Programs on the two hosts: starting them, waiting for them, and saying what is expected. */
#ifndef USER_PROGRAM_H
#define USER_PROGRAM_H

#include <linux/sched.h>
#include <net/net_namespace.h>

#include "board.h"
#include "libc.h"

#define ALICE		IP(10, 0, 0, 1)
#define BOB		IP(10, 0, 0, 2)
#define ALICE_VLAN	IP(10, 0, 5, 1)
#define BOB_VLAN	IP(10, 0, 5, 2)
#define ALICE_TAP	IP(10, 0, 8, 1)
#define BOB_TAP		IP(10, 0, 8, 2)
#define BOB_DUMMY	IP(10, 0, 9, 2)
#define NOBODY		IP(10, 0, 0, 99)
#define LOCALHOST	IP(127, 0, 0, 1)

/* How many expectations were not met so far. */
extern int unmet;
void expectation(bool met, const char *file, int line, const char *what);
#define EXPECT(c)	expectation(c, __FILE__, __LINE__, #c)

/* A program `fn` on a host; it begins when the machine runs. */
struct task_struct *spawn(struct net *host, int (*fn)(void *), void *arg, const char *name);
/* Until it has ended (an hour at most); what it returned. */
int finish(struct task_struct *p);
int run_on(struct net *host, int (*fn)(void *), void *arg);
/* The machine runs for so long. */
void settle(unsigned long ticks);

/* As ifconfig(8) and route(8) do it, with calls. */
int set_address(const char *dev, __be32 addr, int prefixlen);
int set_up(const char *dev, bool up);
int set_qdisc(const char *dev, const char *qdisc, unsigned int drop_nth);
int add_route(__be32 dst, int prefixlen, __be32 gateway, const char *dev);

/* alice's address, and her routes: to the network behind bob, and to one that he does not know. */
void routes_by_bob(void);

struct scenario {
	const char *name, *en, *zh;
	void (*run)(void);
};

/* user/transfer.c: a program that sends, and one that sends it back */
struct transfer {
	__be32 server, bind;
	u16 port, source_port;
	unsigned int bytes;
	bool mapped;			/* AF_INET6, on both sides */
	const char *congestion, *ulp;
	int rcvbuf;			/* the server's */
	unsigned long read_delay;	/* ticks before the server reads */
	unsigned long linger;		/* ticks before the client closes */
	bool nodelay;
	bool server_first;		/* the server closes when it has had everything */
	u32 retransmits;		/* result: of the client */
	long connect_result;
};
int echo_client(void *arg);
int echo_server(void *arg);
void transfer(struct net *server_host, struct transfer *t);
void fill_pattern(u8 *buf, unsigned int n, unsigned int at);
bool check_pattern(const u8 *buf, unsigned int n, unsigned int at);

int ping_program(void *arg);
struct ping { __be32 dest; int count, replies; long error; };

extern const struct scenario link_scenarios[], tcp_scenarios[], loss_scenarios[], close_scenarios[],
	datagram_scenarios[], machine_scenarios[];

#endif
