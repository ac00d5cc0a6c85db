/* SPDX-License-Identifier: MIT */
#include "html_p.h"

#include <string.h>

/* What turns the direction of text around could hide what a line says. */
static int is_direction(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return u[0] == 0xe2 && ((u[1] == 0x80 && u[2] >= 0xaa && u[2] <= 0xae) ||
				(u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9));
}

void html_text(struct report *r, const char *s, size_t n)
{
	struct strbuf raw = STRBUF_INIT, safe = STRBUF_INIT;
	const char *p;
	size_t i;

	for (i = 0; i < n; i++)
		strbuf_addch(&raw, s[i] == '\t' ? ' ' : s[i] ? s[i] : ' ');
	strbuf_addtext(&safe, raw.buf);
	for (p = safe.buf; *p; p++) {
		switch (*p) {
		case '&':
			sink_puts(&r->out, "&amp;");
			break;
		case '<':
			sink_puts(&r->out, "&lt;");
			break;
		case '>':
			sink_puts(&r->out, "&gt;");
			break;
		case '"':
			sink_puts(&r->out, "&quot;");
			break;
		case '\'':
			sink_puts(&r->out, "&#39;");
			break;
		default:
			if (is_direction(p)) {
				sink_puts(&r->out, "\\u");
				p += 2;
			} else {
				sink_putc(&r->out, *p);
			}
		}
	}
	strbuf_release(&raw);
	strbuf_release(&safe);
}

void html_str(struct report *r, const char *s)
{
	html_text(r, s, strlen(s));
}

const struct writer html_writer = {
	.name = "html",
	.check = html_check,
};
