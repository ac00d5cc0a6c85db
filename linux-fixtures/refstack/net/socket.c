/* SPDX-License-Identifier: MIT */
/* Sockets: from a system call to the table of the socket's family. */
#include <linux/indirect_call_wrapper.h>
#include <linux/init.h>
#include <linux/net.h>
#include <linux/syscalls.h>
#include <net/inet_connection_sock.h>
#include <net/net_namespace.h>
#include <net/sock.h>

static const struct net_proto_family *net_families[NPROTO];

int sock_register(const struct net_proto_family *ops)
{
	if (ops->family >= NPROTO || net_families[ops->family])
		return -EEXIST;
	rcu_assign_pointer(net_families[ops->family], ops);
	return 0;
}

struct socket *sock_alloc(void)
{
	struct socket *sock = kzalloc(sizeof(*sock), GFP_KERNEL);

	init_waitqueue_head(&sock->wq.wait);
	return sock;
}

void sock_release(struct socket *sock)
{
	const struct proto_ops *ops = READ_ONCE(sock->ops);

	if (ops)
		ops->release(sock);
	kfree(sock);
}

static int __sock_create(struct net *net, int family, int type, int protocol, struct socket **res, int kern)
{
	const struct net_proto_family *pf;
	struct socket *sock;
	int err;

	if (family < 0 || family >= NPROTO)
		return -EAFNOSUPPORT;
	if (type < 0 || type >= SOCK_MAX)
		return -EINVAL;
	pf = rcu_dereference(net_families[family]);	/* @pitfall 2 */
	if (!pf)
		return -EAFNOSUPPORT;
	sock = sock_alloc();
	sock->type = (short)type;
	err = pf->create(net, sock, protocol, kern);	/* @pitfall 9 */
	if (err < 0) {
		kfree(sock);
		return err;
	}
	*res = sock;
	return 0;
}

int sock_create(int family, int type, int protocol, struct socket **res)
{
	return __sock_create(current->nsproxy.net_ns, family, type, protocol, res, 0);
}

int sock_create_kern(struct net *net, int family, int type, int protocol, struct socket **res)
{
	return __sock_create(net, family, type, protocol, res, 1);
}

int sock_no_accept(struct socket *sock __maybe_unused, struct socket *newsock __maybe_unused,
		   int flags __maybe_unused)
{
	return -EOPNOTSUPP;
}

int sock_no_listen(struct socket *sock __maybe_unused, int len __maybe_unused)
{
	return -EOPNOTSUPP;
}

int sock_no_connect(struct socket *sock __maybe_unused, struct sockaddr *addr __maybe_unused,
		    int len __maybe_unused, int flags __maybe_unused)
{
	return -EOPNOTSUPP;
}

/* ---- sockets as files */

static inline int sock_sendmsg_nosec(struct socket *sock, struct msghdr *msg)
{
	return INDIRECT_CALL_INET(READ_ONCE(sock->ops)->sendmsg, inet6_sendmsg, inet_sendmsg,	/* @pitfall 4 */
				  sock, msg, msg->msg_iter.count);
}

static int security_socket_sendmsg(struct socket *sock, struct msghdr *msg)
{
	return sock->type >= SOCK_MAX || msg->msg_namelen < 0 ? -EINVAL : 0;
}

static int __sock_sendmsg(struct socket *sock, struct msghdr *msg)
{
	int err = security_socket_sendmsg(sock, msg);

	return err ?: sock_sendmsg_nosec(sock, msg);	/* @pitfall 11 */
}

static inline int sock_recvmsg_nosec(struct socket *sock, struct msghdr *msg, int flags)
{
	return INDIRECT_CALL_INET(READ_ONCE(sock->ops)->recvmsg, inet6_recvmsg, inet_recvmsg,
				  sock, msg, msg->msg_iter.count, flags);
}

static int sock_recvmsg(struct socket *sock, struct msghdr *msg, int flags)
{
	return sock_recvmsg_nosec(sock, msg, flags);
}

static ssize_t sock_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct msghdr msg = { .msg_iter = *to };

	return sock_recvmsg(iocb->ki_filp->private_data, &msg, 0);
}

static ssize_t sock_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct msghdr msg = { .msg_iter = *from };

	return __sock_sendmsg(iocb->ki_filp->private_data, &msg);
}

static long sock_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct socket *sock = file->private_data;

	return READ_ONCE(sock->ops)->ioctl(sock, cmd, arg);
}

static int sock_close(struct file *file)
{
	sock_release(file->private_data);
	return 0;
}

static const struct file_operations socket_file_ops = {
	.read_iter = sock_read_iter,
	.write_iter = sock_write_iter,
	.unlocked_ioctl = sock_ioctl,
	.release = sock_close,
};

static int sock_map_fd(struct socket *sock)
{
	int fd = get_unused_fd();

	if (fd < 0) {
		sock_release(sock);
		return fd;
	}
	sock->file = alloc_file(&socket_file_ops, sock);
	fd_install(fd, sock->file);
	return fd;
}

static struct socket *sockfd_lookup(int fd, int *err)
{
	struct file *file = fget(fd);

	*err = -EBADF;
	if (!file)
		return NULL;
	*err = -ENOTSOCK;
	return file->f_op == &socket_file_ops ? file->private_data : NULL;
}

/* ---- the calls */

static struct socket *__sys_socket_create(int family, int type, int protocol, int *err)
{
	struct socket *sock = NULL;

	*err = sock_create(family, type, protocol, &sock);
	return sock;
}

static int __sys_socket(int family, int type, int protocol)
{
	int err;
	struct socket *sock = __sys_socket_create(family, type, protocol, &err);

	return sock ? sock_map_fd(sock) : err;
}

SYSCALL_DEFINE3(socket, int, family, int, type, int, protocol)
{
	return __sys_socket(family, type, protocol);
}

static int __sys_bind(int fd, struct sockaddr *addr, int len)
{
	int err;
	struct socket *sock = sockfd_lookup(fd, &err);

	return sock ? READ_ONCE(sock->ops)->bind(sock, addr, len) : err;
}

SYSCALL_DEFINE3(bind, int, fd, struct sockaddr *, addr, int, len)
{
	return __sys_bind(fd, addr, len);
}

static int __sys_listen(int fd, int backlog)
{
	int err;
	struct socket *sock = sockfd_lookup(fd, &err);

	return sock ? READ_ONCE(sock->ops)->listen(sock, backlog) : err;
}

SYSCALL_DEFINE2(listen, int, fd, int, backlog)
{
	return __sys_listen(fd, backlog);
}

static struct socket *do_accept(struct socket *sock, int flags, int *err)
{
	const struct proto_ops *ops = READ_ONCE(sock->ops);
	struct socket *newsock = sock_alloc();

	newsock->type = sock->type;
	newsock->ops = ops;
	*err = ops->accept(sock, newsock, flags);
	if (*err < 0) {
		kfree(newsock);
		return NULL;
	}
	return newsock;
}

static int __sys_accept4_file(struct socket *sock, struct sockaddr *addr, int flags)
{
	int err;
	struct socket *newsock = do_accept(sock, flags, &err);

	if (!newsock)
		return err;
	if (addr)
		newsock->ops->getname(newsock, addr, 1);
	return sock_map_fd(newsock);
}

static int __sys_accept4(int fd, struct sockaddr *addr, int flags)
{
	int err;
	struct socket *sock = sockfd_lookup(fd, &err);

	return sock ? __sys_accept4_file(sock, addr, flags) : err;
}

SYSCALL_DEFINE3(accept, int, fd, struct sockaddr *, addr, int, flags)
{
	return __sys_accept4(fd, addr, flags);
}

static int __sys_connect_file(struct socket *sock, struct sockaddr *addr, int len, int flags)
{
	return READ_ONCE(sock->ops)->connect(sock, addr, len, flags);	/* @pitfall 1 */
}

static int __sys_connect(int fd, struct sockaddr *addr, int len)
{
	int err;
	struct socket *sock = sockfd_lookup(fd, &err);

	return sock ? __sys_connect_file(sock, addr, len, 0) : err;
}

SYSCALL_DEFINE3(connect, int, fd, struct sockaddr *, addr, int, len)	/* @pitfall 12 */
{
	return __sys_connect(fd, addr, len);
}

static int __sys_getname(int fd, struct sockaddr *addr, int peer)
{
	int err;
	struct socket *sock = sockfd_lookup(fd, &err);

	return sock ? READ_ONCE(sock->ops)->getname(sock, addr, peer) : err;
}

SYSCALL_DEFINE2(getsockname, int, fd, struct sockaddr *, addr)
{
	return __sys_getname(fd, addr, 0);
}

SYSCALL_DEFINE2(getpeername, int, fd, struct sockaddr *, addr)
{
	return __sys_getname(fd, addr, 1);
}

static int __sys_sendto(int fd, void *buff, size_t len, unsigned int flags, struct sockaddr *addr, int addr_len)
{
	struct msghdr msg = { .msg_name = addr, .msg_namelen = addr_len, .msg_flags = flags };
	int err;
	struct socket *sock = sockfd_lookup(fd, &err);

	iov_iter_init(&msg.msg_iter, buff, len);
	return sock ? __sock_sendmsg(sock, &msg) : err;
}

SYSCALL_DEFINE6(sendto, int, fd, void *, buff, size_t, len, unsigned int, flags,
		struct sockaddr *, addr, int, addr_len)
{
	return __sys_sendto(fd, buff, len, flags, addr, addr_len);
}

static int __sys_recvfrom(int fd, void *buff, size_t len, unsigned int flags, struct sockaddr *addr)
{
	struct msghdr msg = { .msg_name = addr };
	int err;
	struct socket *sock = sockfd_lookup(fd, &err);

	iov_iter_init(&msg.msg_iter, buff, len);
	return sock ? sock_recvmsg(sock, &msg, (int)flags) : err;
}

SYSCALL_DEFINE5(recvfrom, int, fd, void *, buff, size_t, len, unsigned int, flags, struct sockaddr *, addr)
{
	return __sys_recvfrom(fd, buff, len, flags, addr);
}

static int __sys_shutdown(int fd, int how)
{
	int err;
	struct socket *sock = sockfd_lookup(fd, &err);

	return sock ? READ_ONCE(sock->ops)->shutdown(sock, how) : err;
}

SYSCALL_DEFINE2(shutdown, int, fd, int, how)
{
	return __sys_shutdown(fd, how);
}

SYSCALL_DEFINE5(setsockopt, int, fd, int, level, int, name, const void *, val, int, len)
{
	int err;
	struct socket *sock = sockfd_lookup(fd, &err);

	if (!sock)
		return err;
	if (level == SOL_SOCKET)
		return sock_setsockopt(sock, name, val, len);
	return READ_ONCE(sock->ops)->setsockopt(sock, level, name, val, len);
}

SYSCALL_DEFINE5(getsockopt, int, fd, int, level, int, name, void *, val, int *, len)
{
	int err;
	struct socket *sock = sockfd_lookup(fd, &err);

	if (!sock)
		return err;
	if (level == SOL_SOCKET)
		return sock_getsockopt(sock, name, val, len);
	return READ_ONCE(sock->ops)->getsockopt(sock, level, name, val, len);
}
