/* SPDX-License-Identifier: MIT */
/* The server's own parts. */
#ifndef KPATH_WEB_WEB_P_H
#define KPATH_WEB_WEB_P_H

#include <poll.h>
#include <sys/types.h>

#include "microhttpd.h"
#include "web.h"

#define WEB_BODY_MAX (1u << 20)		/* bytes that may be posted */
#define WEB_ANSWER_MAX (32u << 20)	/* bytes of one answer */
#define WEB_PAIRS_MAX 64
#define WEB_TOKEN 32			/* characters */
#define WEB_MCP "/mcp"			/* what is asked there are messages, no answers */

/* ---- web_door.c: who may ask -------------------------------------------------------- */

struct web_door {
	char token[WEB_TOKEN + 1];
	char cookie[32];		/* its name: has the port in it, as cookies have not */
	uint16_t port;
	const struct web_setup *set;
	uint64_t wrong_since;		/* ms: from when on wrong passwords are counted */
	uint32_t wrong;
};

enum web_pass {
	WEB_PASS,
	WEB_PASS_NEW,		/* with the token in its URL: a cookie is to be set */
	WEB_NO_HOST,		/* asked by a name that is not ours: another site's */
	WEB_NO_ORIGIN,		/* a page of another origin asks */
	WEB_NO_TOKEN,
	WEB_TOO_OFTEN	/* too many wrong passwords in a minute: none is looked at */
};

/* Makes a token of random bytes and the name of the cookie. 0, or -1 and a sentence. */
int web_door_init(struct web_door *d, const struct web_setup *set, uint16_t port, struct strbuf *err);
enum web_pass web_door_pass(struct web_door *d, struct MHD_Connection *c);

/* ---- web_reply.c --------------------------------------------------------------------- */

/* Answers with a body of that type; `cache`: for how long browsers may keep it. */
enum MHD_Result web_reply(struct MHD_Connection *c, unsigned code, const char *type, const void *body,
			  size_t len, enum MHD_ResponseMemoryMode mode, const char *cache);

/* Answers with a line of text. */
enum MHD_Result web_say(struct MHD_Connection *c, unsigned code, const char *text);

/* Sets the cookie and sends on to the page: the token leaves the address bar at once. */
enum MHD_Result web_reply_cookie(const struct web_door *d, struct MHD_Connection *c);

/* Says why one is not let in. */
enum MHD_Result web_refuse(const struct web_setup *set, struct MHD_Connection *c, enum web_pass pass);

/* ---- web_pool.c: processes that answer ---------------------------------------------- */

struct web_job {
	struct web_job *next;
	const char *key;		/* what is asked, packed; of `key_len` bytes */
	size_t key_len;
	void (*done)(struct web_job *job);	/* with the answer, once; not after web_pool_drop */
	void *ctx;
	int client;			/* its socket: where it hangs up the job is dropped */
	uint64_t since;			/* ms */
	uint8_t old;			/* answered out of an index that another has taken the place of */
	int status;			/* enum api_status, or WEB_LATE, WEB_DIED */
	struct strbuf body;
};

enum { WEB_LATE = 100, WEB_DIED };

struct web_pool;

/* `workers` processes that answer from the indexes, `seconds` at most a question (0: as is usual); one more is started, so that a long question keeps no short ones waiting. */
struct web_pool *web_pool_new(struct api_index **index, uint32_t nr_index, uint32_t workers,
			      uint32_t seconds);
void web_pool_free(struct web_pool *p);
/* -1: too many wait already. */
int web_pool_ask(struct web_pool *p, struct web_job *job);
/* Nobody waits for this any more. */
void web_pool_drop(struct web_pool *p, struct web_job *job);
/* The indexes are others now: whoever runs ends with the question it has. */
void web_pool_renew(struct web_pool *p);
/* The descriptors to be polled, `max` at most; how many. */
uint32_t web_pool_polls(const struct web_pool *p, struct pollfd *fd, uint32_t max);
/* After a poll: takes answers, ends what is late, gives out work. The number of ms
 * until something may be late, -1: nothing runs. */
int web_pool_turn(struct web_pool *p, const struct pollfd *fd, uint32_t nr);

/* A clock that is never set back. */
uint64_t web_now(void);			/* ms */

/* A question, packed: the pool's key. */
struct web_question {
	uint32_t index;
	enum report_lang lang;
	struct api_request q;
};
void web_question_pack(const struct web_question *q, struct strbuf *out);
int web_question_unpack(struct web_question *q, struct arena *a, struct api_pair *pair,
			const char *key, size_t len);

/* ---- web_cache.c: answers that were given --------------------------------------------- */

struct web_cache;
/* Keeps at most so many bytes; the oldest answers go first. */
struct web_cache *web_cache_new(size_t bytes);
void web_cache_free(struct web_cache *c);
/* NULL: it is not there. Good until the next put. */
const struct strbuf *web_cache_get(struct web_cache *c, const char *key, size_t len, int *status);
void web_cache_put(struct web_cache *c, const char *key, size_t len, int status, const struct strbuf *body);

/* ---- web_first.c: before the first index is there --------------------------------------- */

struct web_first {
	int fd;				/* -1: it has ended, or there was none */
	struct strbuf line, lines;	/* the bar; what stays */
	struct strbuf trouble;		/* why there is no index; empty: none */
	uint32_t nr_lines;
	uint8_t fresh;			/* the next byte begins a line */
};

/* Follows the progress of a first run that is read from `fd`. */
void web_first_init(struct web_first *f, int fd);
void web_first_release(struct web_first *f);
int web_first_read(struct web_first *f);	/* 1: that was all */
void web_first_tell(const struct web_first *f, struct strbuf *out);	/* as JSON, in place of the catalogue. Appended. */

/* ---- web_files.c: the page ------------------------------------------------------------ */

struct web_file {
	const char *path, *type;
	const char *from, *end;
};
/* A file of the page by its path in the URL; NULL: there is none. */
const struct web_file *web_file_find(const char *path);

/* /api/: what can be asked, and of which indexes, as JSON. Appended. */
void web_catalogue(const struct web_setup *set, struct strbuf *out);

#endif
