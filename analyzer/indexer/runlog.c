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

static void get_text(runlog_text *to, const char *value)
{
	free(*to);
	*to = xstrdup(value);
}

static void get_id(runlog_id *to, const char *value)
{
	*to = strtoull(value, NULL, 16);
}

static void get_count(runlog_count *to, const char *value)
{
	*to = strtoul(value, NULL, 10);
}

static void get_seconds(runlog_seconds *to, const char *value)
{
	*to = strtod(value, NULL);
}

static void read_line(struct runlog *log, const char *key, const char *value)
{
#define X(member, what, name) \
	if (!strcmp(key, name)) { \
		get_##what(&log->member, value); \
		log->has |= 1ull << RUNLOG_##member; \
	}
	RUNLOG(X)
#undef X
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

void runlog_read(struct runlog *log, const char *db, uint64_t id)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	char *line, *next, *tab;

	memset(log, 0, sizeof(*log));
	strbuf_addf(&path, "%s.log", db);
	if (!file_read(path.buf, &text, NULL)) {
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
	/* a run that was killed between index and log leaves the log of an older one */
	if ((log->has >> RUNLOG_index & 1) && log->index != id)
		runlog_release(log);
	make_absolute(&log->tree, db);
	make_absolute(&log->build, db);
	strbuf_release(&path);
	strbuf_release(&text);
}

void runlog_release(struct runlog *log)
{
#define FREE_text(v) free(v)
#define FREE_id(v) ((void)0)
#define FREE_count(v) ((void)0)
#define FREE_seconds(v) ((void)0)
#define X(member, what, key) FREE_##what(log->member);
	RUNLOG(X)
#undef X
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

static void put_text(struct strbuf *out, const char *key, runlog_text v)
{
	runlog_add(out, key, v);
}

static void put_id(struct strbuf *out, const char *key, runlog_id v)
{
	runlog_addf(out, key, "%016llx", (unsigned long long)v);
}

static void put_count(struct strbuf *out, const char *key, runlog_count v)
{
	runlog_addf(out, key, "%lu", v);
}

static void put_seconds(struct strbuf *out, const char *key, runlog_seconds v)
{
	runlog_addf(out, key, "%.3f", v);
}

void runlog_put(struct strbuf *out, const struct runlog *log)
{
#define X(member, what, key) \
	if (runlog_has(log, RUNLOG_##member)) \
		put_##what(out, key, log->member);
	RUNLOG(X)
#undef X
}
