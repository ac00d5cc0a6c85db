/* SPDX-License-Identifier: MIT */
/* The two hosts of the machine. */
#ifndef _ARCH_BOARD_H
#define _ARCH_BOARD_H

struct net;

extern struct net *alice, *bob;

#endif
