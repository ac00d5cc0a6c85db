/* SPDX-License-Identifier: MIT */
/* Scenarios of the machine itself: files, calls, hosts that come and go. */
#include <linux/kernel.h>
#include <linux/workqueue.h>

#include "program.h"

static int use_files(void *unused __maybe_unused)
{
	long console = sys_open("/dev/console"), null = sys_open("/dev/null"), zero = sys_open("/dev/zero");
	long sock = sys_socket(AF_INET, SOCK_DGRAM, 0);
	int n = 0;
	char buf[4] = "abc";

	EXPECT(console >= 0 && null >= 0 && zero >= 0 && sys_open("/dev/nonesuch") == -ENOENT);
	EXPECT(sys_write(console, "", 0) == 0 && sys_read(console, buf, 4) == 1);
	EXPECT(sys_ioctl(console, SIOCINQ, &n) == 1 && sys_ioctl(null, SIOCINQ, &n) == -ENOTTY);
	EXPECT(sys_read(null, buf, 4) == 0 && sys_write(null, buf, 4) == 4);
	EXPECT(sys_read(zero, buf, 4) == 4 && !buf[0] && !buf[3] && sys_write(zero, buf, 3) == 3);
	EXPECT(sys_send(null, buf, 1) == -ENOTSOCK && sys_send(15, buf, 1) == -EBADF);
	EXPECT(sys_close(sock) == 0 && sys_close(sock) == -EBADF);
	EXPECT(sys_getpid() == current->pid);
	EXPECT(sys_ptrace() == -ENOSYS);
	EXPECT(SYSCALL(999, 0, 0, 0, 0, 0, 0) == -ENOSYS);
	return 7;	/* the files that are open are closed with the program */
}

static void run_files(void)
{
	EXPECT(run_on(alice, use_files, NULL) == 7);
}

static int live_in_carol(void *unused __maybe_unused)
{
	struct sockaddr_ll sll = { .sll_family = AF_PACKET };
	struct ping p = { .dest = LOCALHOST, .count = 2 };
	long fd = sys_socket(AF_PACKET, SOCK_RAW, 0);

	EXPECT(set_up("lo", true) == 0);
	sll.sll_ifindex = 1;
	EXPECT(sys_bind(fd, &sll, sizeof(sll)) == 0);
	ping_program(&p);
	EXPECT(p.replies == 2);
	/* alice and bob are on other hosts */
	p = (struct ping){ .dest = BOB, .count = 1 };
	ping_program(&p);
	EXPECT(p.error == -ENETUNREACH);
	return 0;
}

static void run_namespace(void)
{
	struct net *carol = copy_net_ns("carol");

	EXPECT(!IS_ERR(carol));
	run_on(carol, live_in_carol, NULL);
	put_net(carol);
	settle(10);
}

const struct scenario machine_scenarios[] = {
	{ "files", "files that are not sockets, and calls there are not", "不是套接字的文件，不存在的系统调用", run_files },
	{ "namespace", "a third host comes, and goes", "第三台主机的建立与消失", run_namespace },
	{ 0 },
};
