/* SPDX-License-Identifier: MIT */
/* What the two files of net/ipv6 share. */
#ifndef _NET_IPV6_IPV6_H
#define _NET_IPV6_IPV6_H

#include <linux/net.h>
#include <net/sock.h>

extern struct proto tcpv6_prot;

/* An address ::ffff:a.b.c.d (or ::) as one of IPv4; -ENETUNREACH for all others. */
int ipv6_to_v4(const struct sockaddr_in6 *sin6, struct sockaddr_in *sin);

#endif
