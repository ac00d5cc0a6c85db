/* SPDX-License-Identifier: MIT */
/*
 * What this machine has: two hosts, alice and bob, with a cable between them
 * (eth0), a virtual LAN over it (eth0.5), a second pair of cards whose cable
 * goes through the host (tap0), and an interface of bob's that leads nowhere.
 */
#include <linux/init.h>
#include <net/net_namespace.h>

#include "board.h"
#include "drivers.h"
#include "host.h"

#define WIRE_LATENCY	1	/* ticks */
#define TAP_IRQ		8

struct net *alice = &init_net, *bob;

static void board_tap(const char *outside)
{
	int fd[2];

	if (outside) {
		fd[0] = host_tap_open(outside);
		if (fd[0] >= 0)
			tap_create(alice, "tap0", fd[0], TAP_IRQ);
		return;
	}
	if (host_tap_pair(fd) < 0)
		return;
	tap_create(alice, "tap0", fd[0], TAP_IRQ);
	tap_create(bob, "tap0", fd[1], TAP_IRQ + 1);
}

static int __init board_init(void)
{
	bob = copy_net_ns("bob");
	if (IS_ERR(bob))
		return (int)PTR_ERR(bob);
	wire_create_pair(alice, bob, "eth0", WIRE_LATENCY);
	vlan_create(dev_get_by_name(alice, "eth0"), "eth0.5", 5);
	vlan_create(dev_get_by_name(bob, "eth0"), "eth0.5", 5);
	dummy_create(bob, "dummy0");
	board_tap(host_tap_name);
	return 0;
}
late_initcall(board_init);
