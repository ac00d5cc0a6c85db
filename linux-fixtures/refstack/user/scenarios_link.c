/* SPDX-License-Identifier: MIT */
/* Scenarios of the link: ARP, ping, virtual LAN, cards through the host, forwarding, broken frames. */
#include <linux/kernel.h>
#include <net/arp.h>
#include <net/udp.h>

#include "host.h"
#include "program.h"

extern unsigned long nf_arp_seen, nf_forwarded;

static struct neighbour *arp_entry(struct net *net, const char *dev, __be32 addr)
{
	return neigh_lookup(&arp_tbl, addr, dev_get_by_name(net, dev));
}

static void run_arp(void)
{
	struct ping p = { .dest = BOB, .count = 1 };
	unsigned long seen = nf_arp_seen;
	struct neighbour *n;

	EXPECT(!arp_entry(alice, "eth0", BOB));
	run_on(alice, ping_program, &p);
	EXPECT(p.replies == 1);
	/* a request at bob's, a reply at alice's: bob learnt her address from the request */
	EXPECT(nf_arp_seen == seen + 2);
	n = arp_entry(alice, "eth0", BOB);
	EXPECT(n && n->nud_state == NUD_REACHABLE && n->ha[5] == 2);
	EXPECT(arp_entry(bob, "eth0", ALICE) != NULL);
	/* nobody uses it: it is doubted, then forgotten */
	settle(40 * HZ);
	n = arp_entry(alice, "eth0", BOB);
	EXPECT(n && n->nud_state == NUD_STALE);
	p = (struct ping){ .dest = BOB, .count = 2 };
	run_on(alice, ping_program, &p);
	EXPECT(p.replies == 2);
	n = arp_entry(alice, "eth0", BOB);
	EXPECT(n && n->nud_state == NUD_DELAY);
	settle(8 * HZ);
	EXPECT(n->nud_state == NUD_REACHABLE);
	settle(200 * HZ);
	EXPECT(!arp_entry(alice, "eth0", BOB));
}

static void run_nobody(void)
{
	struct ping p = { .dest = NOBODY, .count = 1 };
	struct transfer t = { .server = NOBODY, .port = 80 };

	run_on(alice, ping_program, &p);
	EXPECT(p.error == -EHOSTUNREACH && p.replies == 0);
	run_on(alice, echo_client, &t);
	EXPECT(t.connect_result == -EHOSTUNREACH);
	t.server = IP(192, 168, 7, 7);
	run_on(alice, echo_client, &t);
	EXPECT(t.connect_result == -ENETUNREACH);
	t.server = NOBODY;
	t.mapped = true;
	run_on(alice, echo_client, &t);
	EXPECT(t.connect_result == -EHOSTUNREACH);
}

static void run_ping(void)
{
	struct ping p = { .dest = BOB, .count = 3 }, lo = { .dest = LOCALHOST, .count = 2 },
		own = { .dest = ALICE, .count = 1 };

	run_on(alice, ping_program, &p);
	EXPECT(p.replies == 3);
	run_on(alice, ping_program, &lo);
	EXPECT(lo.replies == 2);
	run_on(alice, ping_program, &own);
	EXPECT(own.replies == 1);
}

static void run_vlan(void)
{
	struct ping p = { .dest = BOB_VLAN, .count = 3 };
	struct transfer t = { .server = BOB_VLAN, .port = 7, .bytes = 3000 };

	run_on(alice, ping_program, &p);
	EXPECT(p.replies == 3);
	transfer(bob, &t);
	EXPECT(dev_get_by_name(alice, "eth0.5")->stats.tx_packets > 3);
}

static void run_tap(void)
{
	struct ping p = { .dest = BOB_TAP, .count = 3 };
	struct transfer t = { .server = BOB_TAP, .port = 7, .bytes = 5000 };

	if (!dev_get_by_name(bob, "tap0"))
		return;
	run_on(alice, ping_program, &p);
	EXPECT(p.replies == 3);
	transfer(bob, &t);
}

static void run_forward(void)
{
	struct ping p = { .dest = BOB_DUMMY, .count = 1 };
	struct net_device *dummy = dev_get_by_name(bob, "dummy0");
	unsigned long sent = dummy->stats.tx_packets, forwarded = nf_forwarded;
	struct transfer t = { .server = IP(10, 0, 9, 77), .port = 80 };

	run_on(alice, ping_program, &p);
	EXPECT(p.replies == 1);
	/* nobody answers: the request goes out again and again, and is given up */
	run_on(alice, echo_client, &t);
	EXPECT(t.connect_result == -ETIMEDOUT);
	EXPECT(dummy->stats.tx_packets == sent + 7 && nf_forwarded == forwarded + 7);
	/* a packet that is too old is not passed on, and its sender is told */
	alice->ipv4.sysctl_ip_default_ttl = 1;
	run_on(alice, echo_client, &t);
	EXPECT(t.connect_result == -EHOSTUNREACH);
	alice->ipv4.sysctl_ip_default_ttl = 64;
	/* nor one without a way */
	EXPECT(nf_forwarded == forwarded + 7);
}

static int lost_way(void *unused __maybe_unused)
{
	struct sockaddr_in dest = ADDR(IP(172, 16, 0, 1), 9);
	long fd = sys_socket(AF_INET, SOCK_DGRAM, 0);
	char byte = 0;

	EXPECT(sys_connect(fd, &dest, sizeof(dest)) == 0);
	EXPECT(sys_send(fd, &byte, 1) == 1);
	EXPECT(sys_recv(fd, &byte, 1) == -ENETUNREACH);
	sys_close(fd);
	return 0;
}

static void run_noroute(void)
{
	run_on(alice, lost_way, NULL);
}

/* ---- what a hostile neighbour may send */

static int send_broken(void *unused __maybe_unused)
{
	struct sockaddr_ll sll = { .sll_family = AF_PACKET };
	long fd = sys_socket(AF_PACKET, SOCK_RAW, 0);
	u8 frame[200];
	u32 random = 12345;
	int i, j;

	sll.sll_ifindex = dev_get_by_name(alice, "eth0")->ifindex;
	EXPECT(sys_bind(fd, &sll, sizeof(sll)) == 0);
	EXPECT(sys_getsockname(fd, &sll) == sizeof(sll));
	EXPECT(sys_send(fd, frame, 5) == -EMSGSIZE);
	for (i = 0; i < 400; i++) {
		static const u16 types[] = { ETH_P_IP, ETH_P_ARP, ETH_P_8021Q, 0x86dd };
		struct ethhdr *eth = (struct ethhdr *)frame;
		struct iphdr *iph = (struct iphdr *)(eth + 1);

		for (j = 0; j < (int)sizeof(frame); j++) {
			random = random * 1103515245 + 12345;
			frame[j] = (u8)(random >> 16);
		}
		memset(eth->h_dest, i % 5 ? 0xff : 0, ETH_ALEN);
		memcpy(eth->h_dest, "\2\0\0\0\0\2", i % 3 ? 6 : 0);
		eth->h_proto = htons(types[i % 4]);
		/* some with a sound header, and nonsense behind it */
		if (i % 8 == 0) {
			static const u8 protocols[] = { IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMP, 99 };

			*iph = (struct iphdr){ .ver_ihl = 0x45, .ttl = 9, .saddr = ALICE, .daddr = BOB,
					       .protocol = protocols[i / 8 % 4], .tot_len = htons((u16)(20 + i % 60)) };
			ip_send_check(iph);
		}
		EXPECT(sys_send(fd, frame, 14 + i % (sizeof(frame) - 14)) >= 14);
		if (i % 3 == 0)
			sys_sleep(3);
	}
	sys_close(fd);
	return 0;
}

static void run_broken(void)
{
	struct ping p = { .dest = BOB, .count = 1 };

	host_pcap_pause(1);
	run_on(alice, send_broken, NULL);
	settle(100 * HZ);
	host_pcap_pause(0);
	run_on(alice, ping_program, &p);
	EXPECT(p.replies == 1);
}

/* An interface goes down, and comes back. */
static int go_down(void *unused __maybe_unused)
{
	struct ping p = { .dest = BOB, .count = 1 };

	EXPECT(set_up("eth0", false) == 0);
	ping_program(&p);
	EXPECT(p.error == -ENETUNREACH);
	sys_sleep(10);
	EXPECT(set_up("eth0", true) == 0);
	routes_by_bob();
	ping_program(&p);
	EXPECT(p.replies == 1);
	return 0;
}

static void run_down(void)
{
	struct ping p = { .dest = BOB, .count = 1 };

	run_on(alice, ping_program, &p);
	run_on(alice, go_down, NULL);
}

const struct scenario link_scenarios[] = {
	{ "arp", "who has this address? and how long it is remembered", "ARP：查询地址，以及记住多久", run_arp },
	{ "nobody", "connecting to a host that is not there", "连接一台不存在的主机", run_nobody },
	{ "ping", "echo requests, to the other host and to oneself", "ping 对方主机和本机", run_ping },
	{ "vlan", "a virtual LAN on top of the cable", "在网线之上的虚拟局域网", run_vlan },
	{ "tap", "cards whose cable goes through the host's files", "通过宿主文件相连的网卡", run_tap },
	{ "forward", "a router passes packets on, but not for ever", "路由器转发数据包，TTL 用尽则丢弃", run_forward },
	{ "noroute", "a router that knows no way says so", "路由器没有路由时的回答", run_noroute },
	{ "broken", "frames full of nonsense harm nobody", "畸形数据帧不会造成损害", run_broken },
	{ "down", "an interface goes down, and comes back", "网卡停用后再启用", run_down },
	{ 0 },
};
