/* SPDX-License-Identifier: MIT */
#include "security.h"

static int tomoyo_socket_connect(int fd) { return -fd; }

static struct security_hook_list tomoyo_hooks[] = {
	LSM_HOOK_INIT(socket_connect, tomoyo_socket_connect),
};

void tomoyo_init(void)
{
	security_add_hooks(tomoyo_hooks, 1, "tomoyo");
}
