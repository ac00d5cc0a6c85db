/* SPDX-License-Identifier: MIT */
/* Replies of the server, with the headers that all of them have. */
#include <string.h>

#include "web_p.h"

static const char csp[] =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

enum MHD_Result web_reply(struct MHD_Connection *c, unsigned code, const char *type, const void *body,
			     size_t len, enum MHD_ResponseMemoryMode mode, const char *cache)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(len, (void *)(uintptr_t)body, mode);
	enum MHD_Result ret;

	if (!r)
		return MHD_NO;
	MHD_add_response_header(r, "Content-Type", type);
	MHD_add_response_header(r, "Content-Security-Policy", csp);
	MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
	MHD_add_response_header(r, "Cross-Origin-Resource-Policy", "same-origin");
	MHD_add_response_header(r, "Cross-Origin-Opener-Policy", "same-origin");
	MHD_add_response_header(r, "Cache-Control", cache);
	ret = MHD_queue_response(c, code, r);
	MHD_destroy_response(r);
	return ret;
}

enum MHD_Result web_say(struct MHD_Connection *c, unsigned code, const char *text)
{
	return web_reply(c, code, "text/plain; charset=utf-8", text, strlen(text), MHD_RESPMEM_MUST_COPY, "no-store");
}

/* The token leaves the address bar at once; what else was asked for stays. */
enum MHD_Result web_reply_cookie(const struct web_door *d, struct MHD_Connection *c)
{
	static const char page[] = "<!doctype html><meta charset=utf-8><meta http-equiv=refresh content=\"0;url=/\"><title>kpath</title>";
	struct MHD_Response *r = MHD_create_response_from_buffer(sizeof(page) - 1, (void *)(uintptr_t)page,
								 MHD_RESPMEM_PERSISTENT);
	struct strbuf cookie = STRBUF_INIT;
	enum MHD_Result ret;

	if (!r)
		return MHD_NO;
	strbuf_addf(&cookie, "%s=%s; Path=/; HttpOnly; SameSite=Strict", d->cookie, d->token);
	MHD_add_response_header(r, "Set-Cookie", cookie.buf);
	MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
	MHD_add_response_header(r, "Content-Security-Policy", csp);
	MHD_add_response_header(r, "Referrer-Policy", "no-referrer");
	MHD_add_response_header(r, "Cache-Control", "no-store");
	MHD_add_response_header(r, "Location", "/");
	ret = MHD_queue_response(c, MHD_HTTP_SEE_OTHER, r);
	MHD_destroy_response(r);
	strbuf_release(&cookie);
	return ret;
}

enum MHD_Result web_refuse(const struct web_setup *set, struct MHD_Connection *c, enum web_pass pass)
{
	struct MHD_Response *r;
	enum MHD_Result ret;
	static const char login[] = "a password is needed\n";

	if (pass == WEB_NO_HOST)
		return web_say(c, MHD_HTTP_MISDIRECTED_REQUEST,
			   "this server is not asked by that name\n");
	if (pass == WEB_NO_ORIGIN)
		return web_say(c, MHD_HTTP_FORBIDDEN, "pages of other sites may not ask here\n");
	if (pass == WEB_TOO_OFTEN)
		return web_say(c, MHD_HTTP_TOO_MANY_REQUESTS, "too many wrong passwords: try again in a minute\n");
	if (!set->password)
		return web_say(c, MHD_HTTP_FORBIDDEN,
			   "open the address that `kpath serve` has printed: it has a token in it\n");
	r = MHD_create_response_from_buffer(sizeof(login) - 1, (void *)(uintptr_t)login, MHD_RESPMEM_PERSISTENT);
	if (!r)
		return MHD_NO;
	ret = MHD_queue_basic_auth_fail_response(c, "kpath", r);
	MHD_destroy_response(r);
	return ret;
}
