/* SPDX-License-Identifier: MIT */
/* The family AF_INET: what its sockets have in common, and the start of everything below. */
#include <linux/init.h>
#include <net/arp.h>
#include <net/protocol.h>
#include <net/tcp.h>
#include <net/udp.h>

static struct list_head inetsw[SOCK_MAX];

void inet_sock_destruct(struct sock *sk)
{
	skb_queue_purge(&sk->sk_receive_queue);
	sk_dst_set(sk, NULL);
}

int inet_autobind(struct sock *sk)
{
	if (sk->sk_num)
		return 0;
	if (sk->sk_prot->get_port(sk, 0))
		return -EAGAIN;
	inet_sk(sk)->inet_sport = htons(sk->sk_num);
	return 0;
}

static int inet_create(struct net *net, struct socket *sock, int protocol, int kern __maybe_unused)
{
	struct inet_protosw *answer;
	struct inet_sock *inet;
	struct sock *sk;
	int err = -ESOCKTNOSUPPORT;

	list_for_each_entry(answer, &inetsw[sock->type], list) {	/* @pitfall 9 */
		err = -EPROTONOSUPPORT;
		if (answer->protocol == protocol || !protocol || answer->protocol == IPPROTO_IP) {
			err = 0;
			break;
		}
	}
	if (err)
		return err;
	sock->ops = answer->ops;
	sk = sk_alloc(net, AF_INET, answer->prot);
	inet = inet_sk(sk);
	sock_init_data(sock, sk);
	sk->sk_destruct = inet_sock_destruct;
	sk->sk_protocol = (u8)(protocol ? protocol : answer->protocol);
	sk->sk_backlog_rcv = sk->sk_prot->backlog_rcv;	/* @pitfall 5 */
	inet->uc_ttl = (u8)net->ipv4.sysctl_ip_default_ttl;
	inet->inet_id = (u16)get_random_u32();
	/* a raw socket's port is its protocol */
	if (sock->type == SOCK_RAW) {
		sk->sk_num = sk->sk_protocol;
		inet->inet_sport = htons(sk->sk_num);
		sk->sk_prot->hash(sk);
	}
	if (sk->sk_prot->init)
		err = sk->sk_prot->init(sk);
	return err;
}

int inet_release(struct socket *sock)
{
	struct sock *sk = sock->sk;

	if (sk) {
		sock->sk = NULL;
		sk->sk_prot->close(sk, 0);
	}
	return 0;
}

int inet_bind(struct socket *sock, struct sockaddr *uaddr, int len)
{
	struct sockaddr_in *addr = (struct sockaddr_in *)uaddr;
	struct sock *sk = sock->sk;
	struct inet_sock *inet = inet_sk(sk);
	int err = 0;

	if (len < (int)sizeof(*addr) || addr->sin_family != AF_INET)
		return -EINVAL;
	lock_sock(sk);
	if (sk->sk_num && sk->sk_type != SOCK_RAW)
		err = -EINVAL;
	if (!err) {
		sk->sk_rcv_saddr = inet->inet_saddr = addr->sin_addr;
		if (sk->sk_prot->get_port && sk->sk_prot->get_port(sk, ntohs(addr->sin_port)))
			err = -EADDRINUSE;
		else
			inet->inet_sport = htons(sk->sk_num);
	}
	release_sock(sk);
	return err;
}

static int inet_dgram_connect(struct socket *sock, struct sockaddr *uaddr, int len, int flags __maybe_unused)
{
	struct sock *sk = sock->sk;
	int err;

	if (len < (int)sizeof(struct sockaddr_in))
		return -EINVAL;
	err = inet_autobind(sk);
	return err ? err : sk->sk_prot->connect(sk, uaddr, len);
}

static long inet_wait_for_connect(struct sock *sk, long timeo)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);

	add_wait_queue(sk->sk_wq, &wait);
	while (TCPF(sk->sk_state) & (TCPF(TCP_SYN_SENT) | TCPF(TCP_SYN_RECV))) {
		release_sock(sk);
		timeo = wait_woken(&wait, TASK_INTERRUPTIBLE, timeo);
		lock_sock(sk);
		if (!timeo)
			break;
	}
	remove_wait_queue(sk->sk_wq, &wait);
	return timeo;
}

static int __inet_stream_connect(struct socket *sock, struct sockaddr *uaddr, int addr_len, int flags)
{
	struct sock *sk = sock->sk;
	int err;

	switch (sock->state) {
	case SS_CONNECTED:
		return -EISCONN;
	case SS_CONNECTING:
		break;
	default:
		if (sk->sk_state != TCP_CLOSE)
			return -EISCONN;
		if (sk->sk_prot->pre_connect) {
			err = sk->sk_prot->pre_connect(sk, uaddr, addr_len);
			if (err)
				return err;
		}
		err = sk->sk_prot->connect(sk, uaddr, addr_len);
		if (err < 0)
			return err;
		sock->state = SS_CONNECTING;
	}
	if (TCPF(sk->sk_state) & (TCPF(TCP_SYN_SENT) | TCPF(TCP_SYN_RECV))) {
		if (flags & O_NONBLOCK)
			return -EINPROGRESS;
		inet_wait_for_connect(sk, sk->sk_sndtimeo);
	}
	/* refused, reset or timed out */
	if (sk->sk_state == TCP_CLOSE) {
		err = sock_error(sk);
		sock->state = SS_UNCONNECTED;
		sk->sk_prot->disconnect(sk, flags);
		return err ? err : -ECONNREFUSED;
	}
	sock->state = SS_CONNECTED;
	return 0;
}

int inet_stream_connect(struct socket *sock, struct sockaddr *uaddr, int addr_len, int flags)
{
	int err;

	lock_sock(sock->sk);
	err = __inet_stream_connect(sock, uaddr, addr_len, flags);
	release_sock(sock->sk);
	return err;
}

int inet_accept(struct socket *sock, struct socket *newsock, int flags)
{
	struct sock *sk1 = sock->sk, *sk2;
	int err = -EINVAL;

	sk2 = READ_ONCE(sk1->sk_prot)->accept(sk1, flags, &err);
	if (!sk2)
		return err;
	lock_sock(sk2);
	sock_graft(sk2, newsock);
	newsock->state = SS_CONNECTED;
	release_sock(sk2);
	return 0;
}

int inet_listen(struct socket *sock, int backlog)
{
	struct sock *sk = sock->sk;
	int err = -EINVAL;

	lock_sock(sk);
	if (sock->state == SS_UNCONNECTED || sock->state == SS_FREE) {
		sk->sk_max_ack_backlog = backlog;
		err = sk->sk_state == TCP_LISTEN ? 0 : inet_csk_listen_start(sk);
	}
	release_sock(sk);
	return err;
}

static int inet_getname(struct socket *sock, struct sockaddr *uaddr, int peer)
{
	struct sockaddr_in *sin = (struct sockaddr_in *)uaddr;
	struct sock *sk = sock->sk;

	if (peer && !sk->sk_dport)
		return -ENOTCONN;
	memset(sin, 0, sizeof(*sin));
	sin->sin_family = AF_INET;
	sin->sin_port = peer ? sk->sk_dport : inet_sk(sk)->inet_sport;
	sin->sin_addr = peer ? sk->sk_daddr : inet_sk(sk)->inet_saddr;
	return (int)sizeof(*sin);
}

int inet_sendmsg(struct socket *sock, struct msghdr *msg, size_t size)
{
	struct sock *sk = sock->sk;

	if (inet_autobind(sk))
		return -EAGAIN;
	return INDIRECT_CALL_2(sk->sk_prot->sendmsg, tcp_sendmsg, udp_sendmsg, sk, msg, size);
}

int inet_recvmsg(struct socket *sock, struct msghdr *msg, size_t size, int flags)
{
	struct sock *sk = sock->sk;

	return INDIRECT_CALL_2(sk->sk_prot->recvmsg, tcp_recvmsg, udp_recvmsg, sk, msg, size, flags);
}

int inet_shutdown(struct socket *sock, int how)
{
	struct sock *sk = sock->sk;
	int err = 0;

	if (how < SHUT_RD || how > SHUT_RDWR)
		return -EINVAL;
	lock_sock(sk);
	if (sk->sk_state == TCP_CLOSE && sk->sk_type == SOCK_STREAM) {
		err = -ENOTCONN;
	} else {
		sk->sk_shutdown |= (u8)(how + 1);
		if (sk->sk_prot->shutdown)
			sk->sk_prot->shutdown(sk, how + 1);
		sk->sk_state_change(sk);
	}
	release_sock(sk);
	return err;
}

int inet_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg)
{
	struct sock *sk = sock->sk;

	switch (cmd) {
	case SIOCADDRT:
		return ip_rt_ioctl(sock_net(sk), cmd, (struct rtentry *)arg);
	case SIOCSIFADDR:
	case SIOCGIFADDR:
	case SIOCSIFFLAGS:
	case SIOCSIFQDISC:
		return devinet_ioctl(sock_net(sk), cmd, (struct ifreq *)arg);
	default:
		return sk->sk_prot->ioctl ? sk->sk_prot->ioctl(sk, (int)cmd, (int *)arg) : -ENOTTY;
	}
}

/* The way of a connection whose route is gone: found anew. */
int inet_sk_rebuild_header(struct sock *sk)
{
	struct flowi4 fl4;
	struct rtable *rt;

	if (sk->sk_dst_cache)
		return 0;
	rt = ip_route_output_ports(sock_net(sk), &fl4, sk, sk->sk_daddr, inet_sk(sk)->inet_saddr, sk->sk_protocol);
	if (IS_ERR(rt))
		return (int)PTR_ERR(rt);
	sk_dst_set(sk, &rt->dst);
	return 0;
}

const struct proto_ops inet_stream_ops = {
	.family = AF_INET,
	.release = inet_release,
	.bind = inet_bind,
	.connect = inet_stream_connect,	/* @pitfall 1 */
	.accept = inet_accept,
	.getname = inet_getname,
	.ioctl = inet_ioctl,
	.listen = inet_listen,
	.shutdown = inet_shutdown,
	.setsockopt = sock_common_setsockopt,
	.getsockopt = sock_common_getsockopt,
	.sendmsg = inet_sendmsg,
	.recvmsg = inet_recvmsg,
};

const struct proto_ops inet_dgram_ops = {
	.family = AF_INET,
	.release = inet_release,
	.bind = inet_bind,
	.connect = inet_dgram_connect,
	.accept = sock_no_accept,
	.getname = inet_getname,
	.ioctl = inet_ioctl,
	.listen = sock_no_listen,
	.shutdown = inet_shutdown,
	.setsockopt = sock_common_setsockopt,
	.getsockopt = sock_common_getsockopt,
	.sendmsg = inet_sendmsg,
	.recvmsg = inet_recvmsg,
};

const struct proto_ops inet_sockraw_ops = {
	.family = AF_INET,
	.release = inet_release,
	.bind = inet_bind,
	.connect = inet_dgram_connect,
	.accept = sock_no_accept,
	.getname = inet_getname,
	.ioctl = inet_ioctl,
	.listen = sock_no_listen,
	.shutdown = inet_shutdown,
	.setsockopt = sock_common_setsockopt,
	.getsockopt = sock_common_getsockopt,
	.sendmsg = inet_sendmsg,
	.recvmsg = inet_recvmsg,
};

static const struct net_proto_family inet_family_ops = {
	.family = AF_INET,
	.create = inet_create,
};

static struct inet_protosw inetsw_array[] = {
	{ .type = SOCK_STREAM, .protocol = IPPROTO_TCP, .prot = &tcp_prot, .ops = &inet_stream_ops },
	{ .type = SOCK_DGRAM, .protocol = IPPROTO_UDP, .prot = &udp_prot, .ops = &inet_dgram_ops },
	{ .type = SOCK_DGRAM, .protocol = IPPROTO_ICMP, .prot = &ping_prot, .ops = &inet_sockraw_ops },
	{ .type = SOCK_RAW, .protocol = IPPROTO_IP, .prot = &raw_prot, .ops = &inet_sockraw_ops },
};

void inet_register_protosw(struct inet_protosw *p)
{
	list_add_tail(&p->list, &inetsw[p->type]);
}

static struct net_protocol icmp_protocol = {
	.handler = icmp_rcv,
	.err_handler = icmp_err,
	.no_policy = 1,
};

static int __net_init inet_init_net(struct net *net)
{
	net->ipv4.sysctl_ip_default_ttl = 64;
	return 0;
}

static struct pernet_operations af_inet_ops = {
	.init = inet_init_net,
};

static int __init inet_init(void)
{
	unsigned int i;

	sock_register(&inet_family_ops);
	inet_add_protocol(&icmp_protocol, IPPROTO_ICMP);	/* @pitfall 10 */
	net_hotdata.udp_protocol = (struct net_protocol){
		.handler = udp_rcv,
		.err_handler = udp_err,
		.no_policy = 1,
	};
	inet_add_protocol(&net_hotdata.udp_protocol, IPPROTO_UDP);
	net_hotdata.tcp_protocol = (struct net_protocol){
		.handler = tcp_v4_rcv,	/* @pitfall 10 */
		.err_handler = tcp_v4_err,
		.no_policy = 1,
	};
	inet_add_protocol(&net_hotdata.tcp_protocol, IPPROTO_TCP);
	for (i = 0; i < SOCK_MAX; i++)
		INIT_LIST_HEAD(&inetsw[i]);
	for (i = 0; i < ARRAY_SIZE(inetsw_array); i++)
		inet_register_protosw(&inetsw_array[i]);
	register_pernet_subsys(&af_inet_ops);
	arp_init();
	devinet_init();
	ip_fib_init();
	tcp_init();
	udp_init();
	icmp_init();
	net_hotdata.ip_packet_type = (struct packet_type){
		.type = htons(ETH_P_IP),
		.func = ip_rcv,
	};
	dev_add_pack(&net_hotdata.ip_packet_type);
	return 0;
}
fs_initcall(inet_init);	/* @pitfall 13 */
