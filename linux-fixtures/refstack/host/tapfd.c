/* SPDX-License-Identifier: MIT */
/* Files that carry Ethernet frames: a TAP device of the host's, or a pair of sockets. */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host.h"

int host_tap_open(const char *name)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (strlen(name) >= sizeof(ifr.ifr_name)) {
		fprintf(stderr, "refstack: the name of the interface is too long: %s\n", name);
		close(fd);
		return -1;
	}
	memcpy(ifr.ifr_name, name, strlen(name));
	if (fd < 0 || ioctl(fd, TUNSETIFF, &ifr) < 0) {
		fprintf(stderr, "refstack: %s: the TAP device can't be opened: %s\n", name, strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

int host_tap_pair(int fd[2])
{
	return socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fd);
}

long host_frame_read(int fd, void *frame, unsigned long size)
{
	return read(fd, frame, size);
}

long host_frame_write(int fd, const void *frame, unsigned long len)
{
	return write(fd, frame, len);
}

void host_close(int fd)
{
	close(fd);
}
