/* SPDX-License-Identifier: MIT */
/* What the machine's board (arch/board.c) asks of the drivers. */
#ifndef _DRIVERS_NET_DRIVERS_H
#define _DRIVERS_NET_DRIVERS_H

#include <linux/netdevice.h>

/* Two cards with a cable between them; a frame takes `latency` ticks. */
int wire_create_pair(struct net *a, struct net *b, const char *name, unsigned long latency);
/* The cable loses the `nth` frame from now that `dev` sends (0: none). */
void wire_drop(struct net_device *dev, unsigned int nth);
/* A card whose cable ends in a file of the host's. */
int tap_create(struct net *net, const char *name, int fd, unsigned int irq);
int dummy_create(struct net *net, const char *name);
int vlan_create(struct net_device *real_dev, const char *name, u16 vid);

#endif
