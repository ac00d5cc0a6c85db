/* SPDX-License-Identifier: MIT */
/* The demonstration: what the tracepoints see, as text for host/demo.c. */
#include <linux/kernel.h>
#include <net/tcp.h>

#include "program.h"
#include "view.h"

static int format_ip(char *to, size_t size, __be32 addr)
{
	u32 a = ntohl(addr);

	return snprintf(to, size, "%u.%u.%u.%u", a >> 24, a >> 16 & 255, a >> 8 & 255, a & 255);
}

static void describe_tcp(char *to, size_t size, const struct iphdr *iph)
{
	const struct tcphdr *th = (const struct tcphdr *)(iph + 1);
	unsigned int header = (th->doff >> 4) * 4u, len = ntohs(iph->tot_len) - 20u - header;

	snprintf(to, size, "TCP %u -> %u%s%s%s%s%s, seq %u, ack %u, %u bytes", ntohs(th->source), ntohs(th->dest),
		 th->flags & TCPHDR_SYN ? " SYN" : "", th->flags & TCPHDR_FIN ? " FIN" : "",
		 th->flags & TCPHDR_RST ? " RST" : "", th->flags & TCPHDR_PSH ? " PSH" : "",
		 th->flags & TCPHDR_ACK ? " ACK" : "", ntohl(th->seq), ntohl(th->ack_seq), len);
}

static void describe(char *to, size_t size, const u8 *p, __be16 protocol)
{
	const struct arphdr *arp = (const struct arphdr *)p;
	const struct iphdr *iph = (const struct iphdr *)p;
	char a[16], b[16];
	int n;

	if (protocol == htons(ETH_P_ARP)) {
		format_ip(a, sizeof(a), arp->ar_sip);
		format_ip(b, sizeof(b), arp->ar_tip);
		if (arp->ar_op == htons(ARPOP_REQUEST))
			snprintf(to, size, "ARP: who has %s? tell %s", b, a);
		else
			snprintf(to, size, "ARP: %s is at %02x:%02x:%02x:%02x:%02x:%02x", a, arp->ar_sha[0],
				 arp->ar_sha[1], arp->ar_sha[2], arp->ar_sha[3], arp->ar_sha[4], arp->ar_sha[5]);
		return;
	}
	if (protocol != htons(ETH_P_IP)) {
		snprintf(to, size, "a frame of type %#06x", ntohs(protocol));
		return;
	}
	format_ip(a, sizeof(a), iph->saddr);
	format_ip(b, sizeof(b), iph->daddr);
	n = snprintf(to, size, "IP %s -> %s ", a, b);
	if (iph->protocol == IPPROTO_TCP)
		describe_tcp(to + n, size - (size_t)n, iph);
	else
		snprintf(to + n, size - (size_t)n, "protocol %u", iph->protocol);
}

static void probe_xmit(const struct sk_buff *skb)
{
	char text[256];

	describe(text, sizeof(text), skb->data + ETH_HLEN, eth_hdr(skb)->h_proto);
	demo_packet(dev_net(skb->dev)->name, skb->dev->name, 1, text);
}

static void probe_receive(const struct sk_buff *skb)
{
	char text[256];

	describe(text, sizeof(text), skb->data, skb->protocol);
	demo_packet(dev_net(skb->dev)->name, skb->dev->name, 0, text);
}

static void probe_state(const struct sock *sk, int oldstate, int newstate)
{
	if (oldstate == newstate)
		return;
	demo_state(sock_net(sk)->name, tcp_state_name(oldstate), tcp_state_name(newstate));
}

void refstack_narrate(void)
{
	register_trace_net_dev_xmit(probe_xmit);
	register_trace_netif_receive_skb(probe_receive);
	register_trace_inet_sock_set_state(probe_state);
}

static int demo_server(void *unused __maybe_unused)
{
	struct sockaddr_in own = ADDR(0, 80);
	long fd, conn, n;
	char buf[64];

	demo_step("bob: socket(2), bind(2), listen(2): a server on port 80",
		  "bob：socket(2)、bind(2)、listen(2)：在 80 端口上监听");
	fd = sys_socket(AF_INET, SOCK_STREAM, 0);
	sys_bind(fd, &own, sizeof(own));
	sys_listen(fd, 1);
	conn = sys_accept(fd, NULL, 0);
	demo_step("bob: accept(2) returns: there is a connection", "bob：accept(2) 返回：连接已建立");
	n = sys_recv(conn, buf, sizeof(buf));
	demo_step("bob: recv(2) returns; send(2) sends the bytes back", "bob：recv(2) 返回；send(2) 把数据送回");
	sys_send(conn, buf, n);
	while (sys_recv(conn, buf, sizeof(buf)) > 0)
		;
	demo_step("bob: recv(2) returns 0, as alice has closed; close(2) does the same here",
		  "bob：recv(2) 返回 0，因为 alice 已关闭；这里也 close(2)");
	sys_close(conn);
	sys_close(fd);
	return 0;
}

static int demo_client(void *unused __maybe_unused)
{
	struct sockaddr_in dest = ADDR(BOB, 80);
	long fd = sys_socket(AF_INET, SOCK_STREAM, 0);
	char buf[64];

	demo_step("alice: connect(2) to 10.0.0.2:80. Bob's hardware address is not known yet: ARP asks first",
		  "alice：connect(2) 到 10.0.0.2:80。还不知道 bob 的硬件地址：先用 ARP 查询");
	EXPECT(sys_connect(fd, &dest, sizeof(dest)) == 0);
	demo_step("alice: connect(2) returns; send(2) with 13 bytes", "alice：connect(2) 返回；send(2) 发送 13 个字节");
	EXPECT(sys_send(fd, "hello, world\n", 13) == 13);
	EXPECT(sys_recv(fd, buf, sizeof(buf)) == 13);
	demo_step("alice: the bytes are back; close(2)", "alice：数据已送回；close(2)");
	sys_close(fd);
	return 0;
}

int refstack_demo(void)
{
	struct task_struct *server, *client;

	refstack_narrate();
	server = spawn(bob, demo_server, NULL, "server");
	settle(1);
	client = spawn(alice, demo_client, NULL, "client");
	finish(client);
	finish(server);
	demo_step("a minute later: TIME_WAIT is over, nothing is left", "一分钟后：TIME_WAIT 结束，什么都没有留下");
	settle(61 * HZ);
	EXPECT(tcp_death_row.tw_count == 0);
	return unmet;
}
