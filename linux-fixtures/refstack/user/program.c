/* SPDX-License-Identifier: MIT */
/* Running programs, and setting up the hosts at boot. */
#include <linux/init.h>
#include <linux/kernel.h>
#include <net/arp.h>

#include "host.h"
#include "program.h"

int unmet;

void expectation(bool met, const char *file, int line, const char *what)
{
	char text[256];
	int n;

	if (met)
		return;
	unmet++;
	n = snprintf(text, sizeof(text), "%s:%d: not so: %s\n", file, line, what);
	host_write_console(text, min((unsigned long)n, sizeof(text) - 1));
}

struct task_struct *spawn(struct net *host, int (*fn)(void *), void *arg, const char *name)
{
	struct task_struct *p = user_mode_thread(fn, arg, name);

	p->nsproxy.net_ns = host;
	return p;
}

int finish(struct task_struct *p)
{
	bool late = sched_wait_for(p, jiffies + 20000 * HZ) < 0;
	int code = p->exit_code;

	EXPECT(!late);
	if (late)
		panic("program %s does not end", p->comm);
	release_task(p);
	return code;
}

int run_on(struct net *host, int (*fn)(void *), void *arg)
{
	return finish(spawn(host, fn, arg, "program"));
}

static int sleep_program(void *ticks)
{
	sys_sleep((unsigned long)ticks);
	return 0;
}

void settle(unsigned long ticks)
{
	run_on(alice, sleep_program, (void *)ticks);
}

/* ---- setting up */

static int ifreq_call(unsigned int cmd, struct ifreq *ifr, const char *dev)
{
	long fd = sys_socket(AF_INET, SOCK_DGRAM, 0), err;

	if (fd < 0)
		return (int)fd;
	snprintf(ifr->ifr_name, sizeof(ifr->ifr_name), "%s", dev);
	err = sys_ioctl(fd, cmd, ifr);
	sys_close(fd);
	return (int)err;
}

int set_up(const char *dev, bool up)
{
	struct ifreq ifr = { .ifr_flags = up ? IFF_UP : 0 };

	return ifreq_call(SIOCSIFFLAGS, &ifr, dev);
}

int set_address(const char *dev, __be32 addr, int prefixlen)
{
	struct ifreq ifr = { .ifr_addr = addr, .ifr_prefixlen = prefixlen };

	return ifreq_call(SIOCSIFADDR, &ifr, dev);
}

int set_qdisc(const char *dev, const char *qdisc, unsigned int drop_nth)
{
	struct ifreq ifr = { .ifr_drop_nth = drop_nth };

	snprintf(ifr.ifr_qdisc, sizeof(ifr.ifr_qdisc), "%s", qdisc);
	return ifreq_call(SIOCSIFQDISC, &ifr, dev);
}

int add_route(__be32 dst, int prefixlen, __be32 gateway, const char *dev)
{
	struct rtentry rt = { .rt_dst = dst, .rt_prefixlen = prefixlen, .rt_gateway = gateway };
	long fd = sys_socket(AF_INET, SOCK_DGRAM, 0), err;

	snprintf(rt.rt_dev, sizeof(rt.rt_dev), "%s", dev);
	err = sys_ioctl(fd, SIOCADDRT, &rt);
	sys_close(fd);
	return (int)err;
}

void routes_by_bob(void)
{
	EXPECT(set_address("eth0", ALICE, 24) == 0);
	EXPECT(add_route(IP(10, 0, 9, 0), 24, BOB, "eth0") == 0);
	EXPECT(add_route(IP(172, 16, 0, 0), 16, BOB, "eth0") == 0);
}

static int configure_alice(void *unused __maybe_unused)
{
	EXPECT(set_up("lo", true) == 0);
	EXPECT(set_up("eth0", true) == 0);
	routes_by_bob();
	EXPECT(set_up("eth0.5", true) == 0);
	EXPECT(set_address("eth0.5", ALICE_VLAN, 24) == 0);
	if (host_tap_name)
		return 0;
	EXPECT(set_up("tap0", true) == 0);
	EXPECT(set_address("tap0", ALICE_TAP, 24) == 0);
	return 0;
}

static int configure_bob(void *unused __maybe_unused)
{
	EXPECT(set_up("lo", true) == 0);
	EXPECT(set_up("eth0", true) == 0);
	EXPECT(set_address("eth0", BOB, 24) == 0);
	EXPECT(set_up("eth0.5", true) == 0);
	EXPECT(set_address("eth0.5", BOB_VLAN, 24) == 0);
	EXPECT(set_up("dummy0", true) == 0);
	EXPECT(set_address("dummy0", BOB_DUMMY, 24) == 0);
	current->nsproxy.net_ns->ipv4.sysctl_ip_forward = true;
	if (host_tap_name)
		return 0;
	EXPECT(set_up("tap0", true) == 0);
	EXPECT(set_address("tap0", BOB_TAP, 24) == 0);
	return 0;
}

int run_init_process(void *unused);

/* The first program: it sets up the hosts and ends, and the machine waits for others. */
int run_init_process(void *unused)
{
	init_task.nsproxy.net_ns = alice;
	current->nsproxy.net_ns = alice;
	configure_alice(unused);
	current->nsproxy.net_ns = bob;
	return configure_bob(unused);
}
