/* SPDX-License-Identifier: MIT */
/* Protocols by number. */
#include <net/protocol.h>

struct net_protocol *inet_protos[MAX_INET_PROTOS];
struct net_hotdata net_hotdata;

int inet_add_protocol(struct net_protocol *prot, unsigned char protocol)
{
	if (inet_protos[protocol])
		return -EEXIST;
	rcu_assign_pointer(inet_protos[protocol], prot);
	return 0;
}
