/* SPDX-License-Identifier: MIT */
#include "runlog.h"

#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/xalloc.h"

/* The character of "x1b"; 0 where it is none. */
static char hex_char(const char *s)
{
	char digits[3] = { 0 };
	char *end;
	long v;

	if (s[0] != 'x' || !s[1] || !s[2])
		return 0;
	memcpy(digits, s + 1, 2);
	v = strtol(digits, &end, 16);
	return *end ? 0 : (char)v;
}

static void unescape(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (*s == '\\' && s[1]) {
			s++;
			if (hex_char(s)) {
				*to++ = hex_char(s);
				s += 2;
				continue;
			}
			*to++ = *s == 't' ? '\t' : *s == 'n' ? '\n' : *s;
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
}

static void keep(char **to, const char *value)
{
	free(*to);
	*to = xstrdup(value);
}

static void read_line(struct runlog *log, const char *key, const char *value)
{
	if (!strcmp(key, "tree"))
		keep(&log->tree, value);
	else if (!strcmp(key, "build"))
		keep(&log->build, value);
	else if (!strcmp(key, "worker.sandbox"))
		keep(&log->sandbox, value);
	else if (!strcmp(key, "flags.dropped")) {
		log->dropped = strtoul(value, NULL, 10);
		log->has_dropped = 1;
	} else if (!strcmp(key, "seconds.prepare"))
		log->prepare = strtod(value, NULL);
	else if (!strcmp(key, "seconds.parse"))
		log->parse = strtod(value, NULL);
	else if (!strcmp(key, "seconds.resolve"))
		log->resolve = strtod(value, NULL);
	else if (!strcmp(key, "seconds.store")) {
		log->store = strtod(value, NULL);
		log->has_seconds = 1;
	}
}

/* A log that travels beside its index names folders beside them both. */
static void make_absolute(char **dir, const char *db)
{
	struct strbuf here = STRBUF_INIT, full = STRBUF_INIT;
	char *real;

	if (!*dir || **dir == '/')
		return;
	path_join(&here, db, "..");
	real = realpath(here.len ? here.buf : ".", NULL);
	if (real)
		path_join(&full, real, *dir);
	free(*dir);
	*dir = real ? strbuf_detach(&full, NULL) : NULL;
	free(real);
	strbuf_release(&here);
}

/* A run that was killed between index and log leaves the log of an older one. */
static int of_another(const char *text, uint64_t id)
{
	const char *s = strstr(text, "\nindex\t");

	return s && strtoull(s + 7, NULL, 16) != id;
}

void runlog_read(struct runlog *log, const char *db, uint64_t id)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	char *line, *next, *tab;

	memset(log, 0, sizeof(*log));
	strbuf_addf(&path, "%s.log", db);
	if (!file_read(path.buf, &text, NULL) && !of_another(text.buf, id)) {
		for (line = text.buf; line && *line; line = next) {
			next = strchr(line, '\n');
			if (next)
				*next++ = '\0';
			tab = strchr(line, '\t');
			if (!tab)
				continue;
			*tab = '\0';
			unescape(tab + 1);
			read_line(log, line, tab + 1);
		}
	}
	make_absolute(&log->tree, db);
	make_absolute(&log->build, db);
	strbuf_release(&path);
	strbuf_release(&text);
}

void runlog_release(struct runlog *log)
{
	free(log->tree);
	free(log->build);
	free(log->sandbox);
	memset(log, 0, sizeof(*log));
}

void runlog_add(struct strbuf *out, const char *key, const char *value)
{
	strbuf_addf(out, "%s\t", key);
	for (; *value; value++) {
		if (*value == '\t')
			strbuf_addstr(out, "\\t");
		else if (*value == '\n')
			strbuf_addstr(out, "\\n");
		else if (*value == '\\')
			strbuf_addstr(out, "\\\\");
		else if ((unsigned char)*value < ' ' || *value == 0x7f)
			strbuf_addf(out, "\\x%02x", *value);
		else
			strbuf_addch(out, *value);
	}
	strbuf_addch(out, '\n');
}

void runlog_addf(struct strbuf *out, const char *key, const char *fmt, ...)
{
	struct strbuf value = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&value, fmt, ap);
	va_end(ap);
	runlog_add(out, key, value.buf);
	strbuf_release(&value);
}
