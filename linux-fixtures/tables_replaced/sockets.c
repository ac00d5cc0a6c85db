/* SPDX-License-Identifier: MIT */
/*
 * Tables that are replaced while the object lives: what the constructor put
 * there is not all that is ever called.
 */
struct sock;
struct proto {
	int (*sendmsg)(struct sock *sk);
	void (*close)(struct sock *sk);
};
struct af_ops { int (*queue_xmit)(struct sock *sk); };
struct sock { struct proto *sk_prot; const struct af_ops *icsk_af_ops; struct proto *sk_saved; };

void *kmem_cache_alloc(void *cache, unsigned flags);

static int tcp_sendmsg(struct sock *sk) { return 0; }
static void tcp_close(struct sock *sk) { }
static int tls_sendmsg(struct sock *sk) { return 0; }
static int tcp_bpf_sendmsg(struct sock *sk) { return 0; }
static int mptcp_sendmsg(struct sock *sk) { return 0; }
static int smc_sendmsg(struct sock *sk) { return 0; }
static int udp_sendmsg(struct sock *sk) { return 0; }
static int ip_queue_xmit(struct sock *sk) { return 0; }
static int inet6_csk_xmit(struct sock *sk) { return 0; }

struct proto tcp_prot = { .sendmsg = tcp_sendmsg, .close = tcp_close };
struct proto tcpv6_prot = { .sendmsg = tcp_sendmsg, .close = tcp_close };
struct proto udp_prot = { .sendmsg = udp_sendmsg };
static struct proto tls_prots[2];
static struct proto tcp_bpf_prots[2];
static struct proto tcp_prot_override;
static struct proto smc_prot = { .sendmsg = smc_sendmsg };
static const struct af_ops ipv4_specific = { .queue_xmit = ip_queue_xmit };
static const struct af_ops ipv6_specific = { .queue_xmit = inet6_csk_xmit };

static struct sock *sk_alloc(struct proto *prot)
{
	struct sock *sk = kmem_cache_alloc(0, 0);

	if (sk)
		sk->sk_prot = prot;
	return sk;
}

struct sock *inet6_create(void)
{
	struct sock *sk = sk_alloc(&tcpv6_prot);

	sk->icsk_af_ops = &ipv6_specific;
	return sk;
}

/* net/ipv6/ipv6_sockglue.c: IPV6_ADDRFORM */
void addrform(struct sock *sk)
{
	sk->sk_prot = &tcp_prot;
	sk->icsk_af_ops = &ipv4_specific;
}

/* net/tls/tls_main.c */
static void build_protos(struct proto *prot, const struct proto *base)
{
	prot[0] = *base;
	prot[0].sendmsg = tls_sendmsg;
}

void tls_init(struct sock *sk)
{
	build_protos(tls_prots, sk->sk_prot);
	sk->sk_saved = sk->sk_prot;
	sk->sk_prot = &tls_prots[0];
}

/* net/ipv4/tcp_bpf.c */
void tcp_bpf_rebuild_protos(struct proto prot[2], struct proto *base)
{
	prot[1] = *base;
	prot[1].sendmsg = tcp_bpf_sendmsg;
}

void tcp_bpf_update_proto(struct sock *sk)
{
	tcp_bpf_rebuild_protos(tcp_bpf_prots, sk->sk_prot);
	sk->sk_prot = &tcp_bpf_prots[1];
}

/* net/mptcp/subflow.c */
void mptcp_subflow_init(void)
{
	tcp_prot_override = tcp_prot;
	tcp_prot_override.sendmsg = mptcp_sendmsg;
}

void subflow_ulp_init(struct sock *sk)
{
	sk->sk_prot = &tcp_prot_override;
}

/* net/smc/af_smc.c */
void smc_switch_to_fallback(struct sock *sk)
{
	sk->sk_prot = &smc_prot;
}

int inet_sendmsg(struct sock *sk)
{
	return sk->sk_prot->sendmsg(sk);	/* @send */
}

void inet_release(struct sock *sk)
{
	sk->sk_prot->close(sk);			/* @close */
}

int tcp_transmit(struct sock *sk)
{
	return sk->icsk_af_ops->queue_xmit(sk);	/* @xmit */
}

/* A socket of our own is replaced as well, once others know it. */
int own_socket(void)
{
	struct sock *sk = sk_alloc(&udp_prot);

	tls_init(sk);
	return sk->sk_prot->sendmsg(sk);	/* @own */
}
