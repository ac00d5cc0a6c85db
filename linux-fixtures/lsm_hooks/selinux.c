/* SPDX-License-Identifier: MIT */
#include "security.h"

static int selinux_socket_connect(int fd) { return fd; }
static int selinux_socket_bind(int fd) { return fd; }

static struct security_hook_list selinux_hooks[] = {
	LSM_HOOK_INIT(socket_connect, selinux_socket_connect),
	LSM_HOOK_INIT(socket_bind, selinux_socket_bind),
};

void selinux_init(void)
{
	security_add_hooks(selinux_hooks, 2, "selinux");
}
