/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#include "web_p.h"

#define WRONG_MAX 30		/* passwords a minute, of all clients */

int web_door_init(struct web_door *d, const struct web_setup *set, uint16_t port, struct strbuf *err)
{
	unsigned char raw[WEB_TOKEN / 2];
	size_t i;

	if (getrandom(raw, sizeof(raw), 0) != sizeof(raw))
		return error(err, "the system gives no random numbers for a token");
	for (i = 0; i < sizeof(raw); i++)
		snprintf(d->token + 2 * i, 3, "%02x", raw[i]);
	d->port = port;
	d->set = set;
	snprintf(d->cookie, sizeof(d->cookie), "kpath-%u", port);
	return 0;
}

/* In the same time whatever they have in common. */
static int same_secret(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), i;
	unsigned diff = n != m;

	for (i = 0; i < m; i++)
		diff |= (unsigned char)a[i < n ? i : 0] ^ (unsigned char)b[i];
	return !diff && n;
}

/* Is "NAME[:PORT]" a name of this server? */
static int is_our_name(const struct web_door *d, const char *host)
{
	static const char *const local[] = { "127.0.0.1", "localhost", "[::1]" };
	const char *const *extra = d->set->host;
	const char *colon = strrchr(host, ':');
	size_t len, i;
	char port[8];

	if (colon && strchr(colon, ']'))
		colon = NULL;
	len = colon ? (size_t)(colon - host) : strlen(host);
	for (; extra && *extra; extra++)
		if ((strlen(*extra) == len && !strncasecmp(*extra, host, len)) || !strcasecmp(*extra, host))
			return 1;
	snprintf(port, sizeof(port), "%u", d->port);
	if (!colon || strcmp(colon + 1, port))
		return 0;
	if (d->set->listen && strlen(d->set->listen) == len && !strncmp(d->set->listen, host, len))
		return 1;
	for (i = 0; i < sizeof(local) / sizeof(*local); i++)
		if (strlen(local[i]) == len && !strncasecmp(local[i], host, len))
			return 1;
	return 0;
}

/* A page's origin, where the browser tells it. */
static int is_our_origin(const struct web_door *d, struct MHD_Connection *c)
{
	const char *origin = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Origin");
	const char *site = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Sec-Fetch-Site");

	if (origin && !strncmp(origin, "http://", 7))
		origin += 7;
	else if (origin && !strncmp(origin, "https://", 8) && d->set->proxy_header)
		origin += 8;
	else if (origin)
		return 0;
	if (origin && !is_our_name(d, origin))
		return 0;
	/* a link on another site may lead to the page; only that */
	if (site && strcmp(site, "same-origin") && strcmp(site, "none")) {
		const char *mode = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Sec-Fetch-Mode");

		return mode && !strcmp(mode, "navigate");
	}
	return 1;
}

static enum web_pass ask_password(struct web_door *d, struct MHD_Connection *c)
{
	enum web_pass ret = WEB_NO_TOKEN;
	char *pass = NULL, *user;

	if (!d->set->password)
		return WEB_NO_TOKEN;
	if (web_now() - d->wrong_since > 60 * 1000) {
		d->wrong_since = web_now();
		d->wrong = 0;
	}
	if (d->wrong > WRONG_MAX)
		return WEB_TOO_OFTEN;
	user = MHD_basic_auth_get_username_password(c, &pass);
	if (pass && same_secret(pass, d->set->password))
		ret = WEB_PASS;
	else
		d->wrong += pass != NULL;
	MHD_free(user);
	MHD_free(pass);
	return ret;
}

enum web_pass web_door_pass(struct web_door *d, struct MHD_Connection *c)
{
	const char *host = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host");
	const char *token = MHD_lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, "token");
	const char *cookie = MHD_lookup_connection_value(c, MHD_COOKIE_KIND, d->cookie);
	const char *bearer = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Authorization");
	const char *vouched = d->set->proxy_header ?
		MHD_lookup_connection_value(c, MHD_HEADER_KIND, d->set->proxy_header) : NULL;

	if (!host || !is_our_name(d, host))
		return WEB_NO_HOST;
	if (!is_our_origin(d, c))
		return WEB_NO_ORIGIN;
	/* first, so that the token never stays in an address */
	if (token && same_secret(token, d->token))
		return WEB_PASS_NEW;
	/* of programs, which keep no cookies */
	if (bearer && !strncasecmp(bearer, "Bearer ", 7) && same_secret(bearer + 7, d->token))
		return WEB_PASS;
	if ((vouched && *vouched) || (cookie && same_secret(cookie, d->token)))
		return WEB_PASS;
	return ask_password(d, c);
}
