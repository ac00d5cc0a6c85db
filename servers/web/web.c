/* SPDX-License-Identifier: MIT */
#include "web.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "web_p.h"

#define CONNECTIONS 512
#define IDLE_SECONDS 30			/* between two requests, and for all of one's header and body */
#define CONNECTION_BYTES (64u << 10)	/* of one header */
#define CACHE_BYTES (64u << 20)
#define POLLS 64
#define FOLLOW_MS 1000
#define OWN_POLLS 3			/* of them: connections, signals, progress */

struct web_conn {			/* of a client */
	struct web_conn *next, **at;
	int fd;
	uint64_t since;			/* when the request that is not whole yet began, or the last one ended */
	uint8_t whole;			/* a request is being answered */
};

struct web {
	struct web_setup set;
	struct web_door door;
	struct MHD_Daemon *daemon;
	struct web_pool *pool;
	struct web_cache *cache;
	struct web_conn *conn;
	int fd;				/* that listens */
	uint64_t followed;		/* ms: when it was looked whether indexes are others */
	struct web_first first;
};

struct request {
	struct web *web;
	struct MHD_Connection *conn;
	struct strbuf body;		/* what was posted */
	struct strbuf key;
	struct web_job job;
	uint8_t asked, answered, too_long, refused;
	uint8_t cached;
	char type[40];
};

/* ---- questions --------------------------------------------------------------------------- */

struct asked {
	struct web_question q;
	struct api_pair pair[WEB_PAIRS_MAX];
	const char *index;
	int bad;
};

static enum MHD_Result take_pair(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct asked *a = cls;

	if (!value)
		value = "";
	if (!strcmp(name, "token"))
		return MHD_YES;
	if (!strcmp(name, "format"))
		a->q.q.format = value;
	else if (!strcmp(name, "lang"))
		a->q.q.lang = !strcmp(value, "zh") ? LANG_ZH : LANG_EN;
	else if (!strcmp(name, "index"))
		a->index = value;
	else if (a->q.q.nr == WEB_PAIRS_MAX - 1)
		a->bad = 1;
	else
		a->pair[a->q.q.nr++] = (struct api_pair){ name, value };
	return MHD_YES;
}

static int find_index(const struct web *w, struct asked *a)
{
	uint32_t i;

	for (i = 0; a->index && i < w->set.nr_index; i++)
		if (!strcmp(w->set.index[i]->name, a->index)) {
			a->q.index = i;
			return 0;
		}
	return a->index ? -1 : 0;
}

static const char *type_of(const char *format)
{
	const struct writer *w = writer_find(format ? format : "json");

	return w && w->media ? w->media : "text/plain; charset=utf-8";
}

static enum MHD_Result reply_answer(struct request *rq, int status, const struct strbuf *body)
{
	static const unsigned code[] = {
		[API_FOUND] = MHD_HTTP_OK, [API_NONE] = MHD_HTTP_OK, [API_NAME] = MHD_HTTP_NOT_FOUND,
		[API_BAD] = MHD_HTTP_BAD_REQUEST, [API_FAILED] = MHD_HTTP_INTERNAL_SERVER_ERROR,
	};

	if (status == WEB_LATE)
		return web_say(rq->conn, MHD_HTTP_GATEWAY_TIMEOUT, "the question takes too long: ask for less\n");
	if (status == WEB_DIED || status < 0 || (size_t)status >= ARRAY_SIZE(code))
		return web_say(rq->conn, MHD_HTTP_INTERNAL_SERVER_ERROR, "the question could not be answered\n");
	/* a notification of the Model Context Protocol has no answer */
	if (!body->len && status == API_FOUND)
		return web_reply(rq->conn, MHD_HTTP_ACCEPTED, rq->type, "", 0, MHD_RESPMEM_PERSISTENT, "no-store");
	return web_reply(rq->conn, code[status], rq->type, body->buf, body->len, MHD_RESPMEM_MUST_COPY, "no-store");
}

static void done(struct web_job *job)
{
	struct request *rq = job->ctx;

	rq->answered = 1;
	if (job->status <= API_BAD && !job->old)
		web_cache_put(rq->web->cache, rq->key.buf, rq->key.len, job->status, &job->body);
	MHD_resume_connection(rq->conn);
}

static enum MHD_Result ask(struct web *w, struct request *rq, const char *what)
{
	struct asked a = { .q = { .q = { .what = what } } };
	const union MHD_ConnectionInfo *info;
	const struct strbuf *kept;
	int status;

	if (!w->pool)
		return web_say(rq->conn, MHD_HTTP_SERVICE_UNAVAILABLE, "the index is being made\n");
	MHD_get_connection_values(rq->conn, MHD_GET_ARGUMENT_KIND, take_pair, &a);
	a.q.q.pair = a.pair;
	if (a.bad)
		return web_say(rq->conn, MHD_HTTP_BAD_REQUEST, "too many parameters\n");
	if (find_index(w, &a))
		return web_say(rq->conn, MHD_HTTP_NOT_FOUND, "no index of that name is open\n");
	if (rq->body.len)
		a.pair[a.q.q.nr++] = (struct api_pair){ "text", rq->body.buf };
	strncpy(rq->type, type_of(a.q.q.format), sizeof(rq->type) - 1);
	web_question_pack(&a.q, &rq->key);
	kept = web_cache_get(w->cache, rq->key.buf, rq->key.len, &status);
	if (kept)
		return reply_answer(rq, status, kept);
	info = MHD_get_connection_info(rq->conn, MHD_CONNECTION_INFO_CONNECTION_FD);
	rq->job = (struct web_job){ .key = rq->key.buf, .key_len = rq->key.len, .done = done, .ctx = rq,
				    .client = info ? info->connect_fd : -1, .body = STRBUF_INIT };
	rq->asked = 1;
	/* answers come while the connection sleeps: it is put to sleep first */
	MHD_suspend_connection(rq->conn);
	if (!web_pool_ask(w->pool, &rq->job))
		return MHD_YES;
	rq->answered = 1;
	rq->job.status = WEB_LATE;
	MHD_resume_connection(rq->conn);
	return MHD_YES;
}

static enum MHD_Result catalogue(struct web *w, struct MHD_Connection *c)
{
	struct strbuf sb = STRBUF_INIT;
	enum MHD_Result ret;

	if (w->pool)
		web_catalogue(&w->set, &sb);
	else
		web_first_tell(&w->first, &sb);
	ret = web_reply(c, MHD_HTTP_OK, "application/json", sb.buf, sb.len, MHD_RESPMEM_MUST_COPY, "no-store");
	strbuf_release(&sb);
	return ret;
}

static enum MHD_Result route(struct web *w, struct request *rq, const char *url, int post)
{
	const struct web_file *f;

	if (!strcmp(url, "/api/"))
		return catalogue(w, rq->conn);
	if (!strncmp(url, "/api/", 5))
		return ask(w, rq, url + 5);
	if (post && !strcmp(url, WEB_MCP))
		return ask(w, rq, WEB_MCP);
	if (post || !strcmp(url, WEB_MCP))
		return web_say(rq->conn, MHD_HTTP_METHOD_NOT_ALLOWED, "that can't be done there\n");
	f = web_file_find(url);
	if (!f)
		return web_say(rq->conn, MHD_HTTP_NOT_FOUND, "there is no such page\n");
	return web_reply(rq->conn, MHD_HTTP_OK, f->type, f->from, (size_t)(f->end - f->from),
		     MHD_RESPMEM_PERSISTENT, "no-cache");
}

/* ---- libmicrohttpd's callbacks -------------------------------------------------------------- */

static struct web_conn *conn_of(struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static enum MHD_Result handle(void *cls, struct MHD_Connection *c, const char *url, const char *method,
			      const char *version, const char *data, size_t *len, void **ctx)
{
	struct web *w = cls;
	struct request *rq = *ctx;
	struct web_conn *conn = conn_of(c);
	int post = !strcmp(method, MHD_HTTP_METHOD_POST);
	enum web_pass pass;

	if (!rq) {
		rq = xcalloc(1, sizeof(*rq));
		rq->web = w;
		rq->conn = c;
		strbuf_init(&rq->body);
		strbuf_init(&rq->key);
		strbuf_init(&rq->job.body);
		*ctx = rq;
		return MHD_YES;
	}
	if (rq->answered)
		return reply_answer(rq, rq->job.status, &rq->job.body);
	if (*len) {
		rq->too_long |= rq->body.len + *len > WEB_BODY_MAX;
		if (!rq->too_long)
			strbuf_add(&rq->body, data, *len);
		*len = 0;
		return MHD_YES;
	}
	if (conn)
		conn->whole = 1;
	pass = web_door_pass(&w->door, c);
	if (pass > WEB_PASS_NEW)
		return web_refuse(&w->set, c, pass);
	if (!post && strcmp(method, MHD_HTTP_METHOD_GET) && strcmp(method, MHD_HTTP_METHOD_HEAD))
		return web_say(c, MHD_HTTP_METHOD_NOT_ALLOWED, "only GET, HEAD and POST\n");
	if (rq->too_long)
		return web_say(c, MHD_HTTP_CONTENT_TOO_LARGE, "the text is too long\n");
	if (memchr(rq->body.buf, '\0', rq->body.len))
		return web_say(c, MHD_HTTP_BAD_REQUEST, "the text has NUL bytes in it\n");
	if (pass == WEB_PASS_NEW)
		return web_reply_cookie(&w->door, c);
	return route(w, rq, url, post);
}

static void completed(void *cls, struct MHD_Connection *c, void **ctx, enum MHD_RequestTerminationCode why)
{
	struct web *w = cls;
	struct request *rq = *ctx;
	struct web_conn *conn = conn_of(c);

	if (conn) {
		conn->whole = 0;
		conn->since = web_now();
	}
	if (!rq)
		return;
	if (rq->asked && !rq->answered && w->pool)
		web_pool_drop(w->pool, &rq->job);
	strbuf_release(&rq->body);
	strbuf_release(&rq->key);
	strbuf_release(&rq->job.body);
	free(rq);
	*ctx = NULL;
}

static void connection(void *cls, struct MHD_Connection *c, void **socket_context,
		       enum MHD_ConnectionNotificationCode what)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct web *w = cls;
	struct web_conn *conn = *socket_context;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		conn = xcalloc(1, sizeof(*conn));
		conn->fd = info ? info->connect_fd : -1;
		conn->since = web_now();
		conn->next = w->conn;
		conn->at = &w->conn;
		if (w->conn)
			w->conn->at = &conn->next;
		w->conn = conn;
		*socket_context = conn;
	} else if (conn) {
		*conn->at = conn->next;
		if (conn->next)
			conn->next->at = conn->at;
		free(conn);
		*socket_context = NULL;
	}
}

/* ---- the loop --------------------------------------------------------------------------------- */

/* Clients that send a byte now and then would hold all connections: a request has to be whole in time. */
static void end_slow(struct web *w)
{
	uint64_t now = web_now();
	struct web_conn *c;

	for (c = w->conn; c; c = c->next)
		if (!c->whole && now > c->since + IDLE_SECONDS * 1000)
			shutdown(c->fd, SHUT_RDWR);
}

/* The run that makes the first index has said something, perhaps its last word. */
static void take_progress(struct web *w)
{
	if (!web_first_read(&w->first))
		return;
	if (!w->set.made(w->set.ctx, &w->set, &w->first.trouble))
		w->pool = web_pool_new(w->set.index, w->set.nr_index, w->set.workers, w->set.seconds);
}

/* Indexes that were made anew are served from now on. */
static void follow(struct web *w)
{
	uint64_t now = web_now();

	if (!w->pool || !w->set.follow || now < w->followed + FOLLOW_MS)
		return;
	w->followed = now;
	if (!w->set.follow(w->set.ctx))
		return;
	web_cache_free(w->cache);
	w->cache = web_cache_new(CACHE_BYTES);
	web_pool_renew(w->pool);
}

static int sooner(int a, int b)
{
	return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

int web_run(struct web *w, struct strbuf *err)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(w->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	struct pollfd fd[POLLS];
	sigset_t set;
	uint32_t nr;
	int sig, wait = -1, ret = 0;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sig = signalfd(-1, &set, SFD_CLOEXEC);
	if (sig < 0 || !info)
		return error(err, "the server can't wait for requests: %s", strerror(errno));
	for (;;) {
		unsigned MHD_LONG_LONG ms;

		fd[0] = (struct pollfd){ .fd = info->epoll_fd, .events = POLLIN };
		fd[1] = (struct pollfd){ .fd = sig, .events = POLLIN };
		fd[2] = (struct pollfd){ .fd = w->first.fd, .events = POLLIN };
		nr = w->pool ? web_pool_polls(w->pool, fd + OWN_POLLS, POLLS - OWN_POLLS) : 0;
		if (MHD_get_timeout(w->daemon, &ms) == MHD_YES)
			wait = sooner(wait, ms > 1000 ? 1000 : (int)ms);
		if (poll(fd, nr + OWN_POLLS, sooner(wait, 1000)) < 0 && errno != EINTR) {
			ret = error(err, "the server can't wait for requests: %s", strerror(errno));
			break;
		}
		if (fd[1].revents)
			break;
		if (fd[2].revents)
			take_progress(w);
		wait = w->pool ? web_pool_turn(w->pool, fd + OWN_POLLS, nr) : -1;
		end_slow(w);
		follow(w);
		MHD_run(w->daemon);
	}
	close(sig);
	return ret;
}

/* ---- opening ------------------------------------------------------------------------------------ */

static int listen_at(struct web *w, struct strbuf *err)
{
	const char *at = w->set.listen ? w->set.listen : "127.0.0.1";
	struct sockaddr_storage sa = { 0 };
	struct sockaddr_in *v4 = (struct sockaddr_in *)&sa;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&sa;
	socklen_t len = sizeof(*v4);
	int one = 1;

	if (inet_pton(AF_INET, at, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons(w->set.port);
	} else if (inet_pton(AF_INET6, at, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons(w->set.port);
		len = sizeof(*v6);
	} else {
		return error(err, "%s is no address to listen at", at);
	}
	w->fd = socket(sa.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (w->fd < 0)
		return error(err, "no socket can be made: %s", strerror(errno));
	setsockopt(w->fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(w->fd, (struct sockaddr *)&sa, len) || listen(w->fd, 256))
		return error(err, "port %u of %s can't be listened at: %s (--port 0 takes one that is free)",
			     w->set.port, at, strerror(errno));
	len = sizeof(sa);
	if (getsockname(w->fd, (struct sockaddr *)&sa, &len))
		return error(err, "the port is not known: %s", strerror(errno));
	w->set.port = ntohs(sa.ss_family == AF_INET ? v4->sin_port : v6->sin6_port);
	return 0;
}

int web_open(struct web **out, const struct web_setup *set, struct strbuf *err)
{
	struct web *w = xcalloc(1, sizeof(*w));

	*out = w;
	w->set = *set;
	w->fd = w->first.fd = -1;
	if (listen_at(w, err) || web_door_init(&w->door, &w->set, w->set.port, err))
		goto fail;
	web_first_init(&w->first, set->nr_index ? -1 : set->progress);
	if (set->nr_index)
		w->pool = web_pool_new(w->set.index, w->set.nr_index, w->set.workers, w->set.seconds);
	w->cache = web_cache_new(CACHE_BYTES);
	w->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, w,
				     MHD_OPTION_LISTEN_SOCKET, w->fd,
				     MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS,
				     MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS,
				     MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
				     MHD_OPTION_NOTIFY_COMPLETED, completed, w,
				     MHD_OPTION_NOTIFY_CONNECTION, connection, w, MHD_OPTION_END);
	if (w->daemon)
		return 0;
	error(err, "the server can't be started: %s", strerror(errno));
fail:
	web_free(w);
	*out = NULL;
	return -1;
}

void web_url(const struct web *w, struct strbuf *out)
{
	const char *at = w->set.host && *w->set.host && w->set.listen ? *w->set.host :
			 w->set.listen ? w->set.listen : "127.0.0.1";
	int v6 = strchr(at, ':') != NULL;

	strbuf_addf(out, "http://%s%s%s:%u/?token=%s", v6 ? "[" : "", at, v6 ? "]" : "", w->set.port,
		    w->door.token);
}

void web_free(struct web *w)
{
	if (!w)
		return;
	/* requests that sleep are woken, to be told that there is no answer */
	web_pool_free(w->pool);
	if (w->daemon) {
		MHD_run(w->daemon);
		MHD_stop_daemon(w->daemon);
	} else if (w->fd >= 0) {
		close(w->fd);
	}
	web_cache_free(w->cache);
	web_first_release(&w->first);
	free(w);
}
