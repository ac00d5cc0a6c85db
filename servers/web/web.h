/* SPDX-License-Identifier: MIT */
/*
 * A local web server over open indexes: a page to click through calls, and the
 * answers as they are (/api/WHAT?NAME=VALUE, servers/api/api.h).
 *
 * One process listens and decides who may ask (web_door.c); what is asked runs in
 * processes that it forks off, which share the indexes' memory (web_pool.c): a question that
 * takes too long, or whose client has gone, is ended by ending its process.
 * Nothing is written anywhere, and of files only those of the indexes can be read.
 *
 * All of a client's bytes are hostile, so are the pages of other sites in its
 * browser: a secret token, the Host and the Origin are asked for.
 */
#ifndef KPATH_WEB_WEB_H
#define KPATH_WEB_WEB_H

#include "servers/api/api.h"

#define WEB_PORT 7417
#define WEB_SECONDS 10		/* a question may take so long, where the setup does not say */

struct web_setup {
	struct api_index **index;	/* outlive the server */
	uint32_t nr_index;
	const char *listen;		/* address; NULL: 127.0.0.1 */
	uint16_t port;			/* 0: any that is free */
	const char *const *host;	/* further names that it is asked by; NULL-ended, or NULL */
	const char *password;		/* who knows it needs no token; or NULL */
	const char *proxy_header;	/* a proxy before it sets this and lets in only whom it knows; or NULL */
	uint32_t workers;		/* 0: as many as processors */
	uint32_t seconds;		/* 0: WEB_SECONDS */
	/*
	 * With nr_index 0: the first index is being made, and what the run says comes from
	 * `progress`, the server's from now on. When that ends `made` opens the index,
	 * and fills index and nr_index; or says in `err` why it can't.
	 */
	int progress;
	int (*made)(void *ctx, struct web_setup *set, struct strbuf *err);
	/*
	 * NULL, or: looks whether indexes were made anew; where some were, what index[] points to
	 * is of the new ones, and how many is returned. Questions that run go on with the old ones,
	 * in processes of their own.
	 */
	uint32_t (*follow)(void *ctx);
	void *ctx;
};

struct web;

/* Listens. *web is the caller's. -1 and a sentence. */
int web_open(struct web **web, const struct web_setup *setup, struct strbuf *err);

/* "http://127.0.0.1:7417/?token=…": who opens it may ask. Appended. */
void web_url(const struct web *web, struct strbuf *out);

/* Answers until SIGINT or SIGTERM, which must be blocked. 0, or -1 and a sentence. */
int web_run(struct web *web, struct strbuf *err);

/* Closes the port and frees everything. NULL is fine. */
void web_free(struct web *web);

/* docs/api.md, made of the rows. Appended. */
void web_describe(struct strbuf *out);

#endif
