/* SPDX-License-Identifier: MIT */
/* Before the first index is there: what the run that makes it says. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "base/xalloc.h"
#include "web_p.h"

#define LINE_BYTES 400
#define KEPT_LINES 40

void web_first_init(struct web_first *f, int fd)
{
	memset(f, 0, sizeof(*f));
	f->fd = fd;
	strbuf_init(&f->line);
	strbuf_init(&f->lines);
	strbuf_init(&f->trouble);
}

void web_first_release(struct web_first *f)
{
	if (f->fd >= 0)
		close(f->fd);
	strbuf_release(&f->line);
	strbuf_release(&f->lines);
	strbuf_release(&f->trouble);
}

/* A line that ended stays, a bar that is drawn over does not. */
static void end_line(struct web_first *f, int stays)
{
	if (stays && f->line.len && f->nr_lines < KEPT_LINES) {
		strbuf_addtext(&f->lines, f->line.buf);
		strbuf_addch(&f->lines, '\n');
		f->nr_lines++;
	}
	f->fresh = 1;
}

static void take(struct web_first *f, const char *s, size_t n)
{
	static const char erase[] = "\033[K";
	size_t i;

	for (i = 0; i < n; i++) {
		if (n - i >= 3 && !memcmp(s + i, erase, 3)) {
			i += 2;
			continue;
		}
		if (s[i] == '\n' || s[i] == '\r') {
			/* what a terminal ends a line with is "\r\n" */
			end_line(f, s[i] == '\n' || (i + 1 < n && s[i + 1] == '\n'));
			i += s[i] == '\r' && i + 1 < n && s[i + 1] == '\n';
			continue;
		}
		if (f->fresh)
			strbuf_clear(&f->line);
		f->fresh = 0;
		if (f->line.len < LINE_BYTES)
			strbuf_addch(&f->line, s[i]);
	}
}

int web_first_read(struct web_first *f)
{
	char buf[4096];
	ssize_t n = read(f->fd, buf, sizeof(buf));

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n > 0) {
		take(f, buf, (size_t)n);
		return 0;
	}
	close(f->fd);
	f->fd = -1;
	return 1;
}

void web_first_tell(const struct web_first *f, struct strbuf *out)
{
	cJSON *o = cJSON_CreateObject();
	struct strbuf safe = STRBUF_INIT;
	char *text;

	cJSON_AddStringToObject(o, "schema", "kpath-api/1");
	strbuf_addtext(&safe, f->line.buf);
	cJSON_AddStringToObject(o, "progress", safe.buf);
	cJSON_AddStringToObject(o, "lines", f->lines.buf);
	if (f->trouble.len)
		cJSON_AddStringToObject(o, "trouble", f->trouble.buf);
	text = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	strbuf_addstr(out, text ? text : "{}");
	cJSON_free(text);
	strbuf_release(&safe);
}
