/* SPDX-License-Identifier: MIT */
/* Assembler macros: parameters, arguments, substitution (info as, "Macro"). */
#include <ctype.h>
#include <string.h>

#include "asm_p.h"

#define MAX_PARAMS 64
#define MAX_LINE (1u << 20)	/* that a line may become */

int asm_is_name(int c)
{
	return isalnum(c) || c == '_' || c == '.' || c == '$';
}

static const char *skip(const char *p)
{
	while (*p == ' ' || *p == '\t')
		p++;
	return p;
}

static size_t name_len(const char *p)
{
	size_t n = 0;

	while (asm_is_name((unsigned char)p[n]))
		n++;
	return n;
}

/* What joins the text on both sides of it to one argument. */
static int is_operator(int c)
{
	return c && strchr("+-*/|&^<>=!~", c) != NULL;
}

/* "text" in the arena, without its quotes; `*text` behind it. */
static const char *quoted(const char **text, struct arena *a)
{
	const char *p = *text + 1;
	struct strbuf sb = STRBUF_INIT;
	const char *ret;

	for (; *p; p++) {
		if (*p == '"' && p[1] != '"')
			break;
		if (*p == '"')
			p++;
		else if (*p == '\\' && p[1])
			strbuf_addch(&sb, *p++);
		strbuf_addch(&sb, *p);
	}
	*text = *p ? p + 1 : p;
	ret = arena_strndup(a, sb.len ? sb.buf : "", sb.len);
	strbuf_release(&sb);
	return ret;
}

/* Up to a comma or blank that belongs to no parentheses, string or operator. */
static const char *bare(const char **text, struct arena *a)
{
	const char *p = *text, *start = p, *next;
	int depth = 0, in_string = 0;

	for (; *p; p++) {
		if (*p == '"')
			in_string = !in_string;
		else if (in_string && *p == '\\' && p[1])
			p++;
		if (in_string)
			continue;
		if (*p == '(' || *p == '[')
			depth++;
		else if ((*p == ')' || *p == ']') && depth)
			depth--;
		if (depth)
			continue;
		if (*p == ',')
			break;
		if (*p != ' ' && *p != '\t')
			continue;
		next = skip(p);
		if (!is_operator((unsigned char)*next) &&
		    (p == start || !is_operator((unsigned char)p[-1])))
			break;
		p = next - 1;
	}
	*text = p;
	return arena_strndup(a, start, (size_t)(p - start));
}

const char *asm_next_arg(const char **text, struct arena *a)
{
	const char *p = skip(*text), *ret;

	if (!*p) {
		*text = p;
		return NULL;
	}
	ret = *p == '"' ? quoted(&p, a) : bare(&p, a);
	p = skip(p);
	*text = *p == ',' ? p + 1 : p;
	return ret;
}

int asm_macro_head(struct asm_macro *m, struct arena *a, const char *text)
{
	struct asm_param param[MAX_PARAMS];
	size_t n;

	memset(m, 0, sizeof(*m));
	text = skip(text);
	n = name_len(text);
	if (!n)
		return -1;
	m->name = arena_strndup(a, text, n);
	text += n;
	while (m->nr_params < MAX_PARAMS) {
		struct asm_param *p = &param[m->nr_params];

		text = skip(text);
		text = *text == ',' ? skip(text + 1) : text;
		n = name_len(text);
		if (!n)
			break;
		*p = (struct asm_param){ arena_strndup(a, text, n), "", 0 };
		text = skip(text + n);
		if (*text == ':') {
			text = skip(text + 1);
			n = name_len(text);
			p->vararg = n == 6 && !strncmp(text, "vararg", 6);
			text = skip(text + n);
		}
		if (*text == '=') {
			text = skip(text + 1);
			p->dflt = *text == ',' || !*text ? "" :
				*text == '"' ? quoted(&text, a) : bare(&text, a);
		}
		m->nr_params++;
	}
	m->param = arena_alloc(a, (m->nr_params + 1) * sizeof(*m->param));
	memcpy(m->param, param, m->nr_params * sizeof(*m->param));
	return 0;
}

/* "name=…" of a parameter: its number + 1, `*text` behind the '='. */
static uint32_t keyword(const struct asm_macro *m, const char **text)
{
	const char *p = skip(*text);
	size_t n = name_len(p);
	uint32_t i;
	const char *q = skip(p + n);

	if (!n || *q != '=' || q[1] == '=')
		return 0;
	for (i = 0; i < m->nr_params; i++)
		if (strlen(m->param[i].name) == n && !strncmp(m->param[i].name, p, n))
			break;
	if (i == m->nr_params)
		return 0;
	*text = q + 1;
	return i + 1;
}

const char **asm_macro_args(const struct asm_macro *m, struct arena *a, const char *text)
{
	const char **arg = arena_alloc(a, (m->nr_params + 1) * sizeof(*arg)), *v;
	uint32_t i, at = 0, key;

	for (i = 0; i < m->nr_params; i++)
		arg[i] = NULL;
	while (*(text = skip(text))) {
		key = keyword(m, &text);
		if (key) {
			i = key - 1;
		} else if (at < m->nr_params) {
			i = at++;
		} else {
			break;		/* more than there are */
		}
		if (m->param[i].vararg) {
			arg[i] = arena_strdup(a, skip(text));
			break;
		}
		if (*(text = skip(text)) == ',') {	/* left out */
			text++;
			continue;
		}
		v = asm_next_arg(&text, a);
		arg[i] = v ? v : "";
	}
	for (i = 0; i < m->nr_params; i++)
		if (!arg[i] || !*arg[i])
			arg[i] = m->param[i].dflt;
	return arg;
}

void asm_substitute(const struct asm_macro *m, const char *const *arg, uint32_t number,
		    const char *line, struct strbuf *out)
{
	const char *p = line;

	while (*p && out->len < MAX_LINE) {
		size_t n;
		uint32_t i;

		if (*p != '\\') {
			strbuf_addch(out, *p++);
			continue;
		}
		if (p[1] == '@') {
			strbuf_addf(out, "%u", number);
			p += 2;
			continue;
		}
		if (p[1] == '(' && p[2] == ')') {
			p += 3;
			continue;
		}
		n = name_len(p + 1);
		for (i = 0; n && i < m->nr_params; i++)
			if (strlen(m->param[i].name) == n && !strncmp(m->param[i].name, p + 1, n))
				break;
		if (n && i < m->nr_params) {
			strbuf_addstr(out, arg[i]);
			p += 1 + n;
		} else {
			strbuf_addch(out, *p++);
		}
	}
}
