/* SPDX-License-Identifier: MIT */
/* Answers as tools: their schemas, and a call of one. */
#include <stdio.h>
#include <string.h>

#include "mcp_p.h"
#include "reports/columns.h"

#define TOKENS_MIN 100
#define TOKENS_MAX 20000
#define PAIRS_MAX 256

/* Paths and names are cut small by all tokenizers; half a byte is kept in hand. */
#define HALF_BYTES_PER_TOKEN 5
#define TAIL_TOKENS 120		/* for what is said below an answer that is cut */

int mcp_is_tool(const struct api_thing *t)
{
	const struct form *f = t->kind ? form_find(t->name) : NULL;

	/* a list of everything is for programs that read files */
	return !f || !f->cites_all;
}

/* ---- schemas ---------------------------------------------------------------------------- */

static cJSON *property(cJSON *to, const char *name, const char *type, const char *about)
{
	cJSON *o = cJSON_AddObjectToObject(to, name);

	cJSON_AddStringToObject(o, "type", type);
	cJSON_AddStringToObject(o, "description", about);
	return o;
}

static void limits(cJSON *o, uint32_t usual, uint32_t least, uint32_t most)
{
	if (usual)
		cJSON_AddNumberToObject(o, "default", usual);
	cJSON_AddNumberToObject(o, "minimum", least);
	if (most)
		cJSON_AddNumberToObject(o, "maximum", most);
}

static void add_param(cJSON *to, const struct ask_param *p)
{
	struct strbuf about = STRBUF_INIT;
	cJSON *o, *items;

	if (p->about)
		strbuf_addf(&about, "%s%s%s", p->about, p->arg ? ": " : "", p->arg ? p->arg : "");
	else
		strbuf_addstr(&about, p->arg);
	if (p->type == ASK_FUNC)
		strbuf_addstr(&about, ": a function (FILE:NAME where the name is ambiguous) or a system call, send(2)");
	switch (p->type) {
	case ASK_NUMBER:
		limits(property(to, p->name, "integer", about.buf), p->usual, p->usual ? 1 : 0, p->max);
		break;
	case ASK_FLAG:
		property(to, p->name, "boolean", about.buf);
		break;
	case ASK_LIST: case ASK_FUNCS:
		o = property(to, p->name, "array", about.buf);
		items = cJSON_AddObjectToObject(o, "items");
		cJSON_AddStringToObject(items, "type", "string");
		break;
	default:
		property(to, p->name, "string", about.buf);
	}
	strbuf_release(&about);
}

static cJSON *tool(const struct api_thing *t)
{
	cJSON *o = cJSON_CreateObject(), *schema, *props, *required, *notes;
	const struct ask_param *p;

	cJSON_AddStringToObject(o, "name", t->name);
	cJSON_AddStringToObject(o, "description", t->about);
	schema = cJSON_AddObjectToObject(o, "inputSchema");
	cJSON_AddStringToObject(schema, "type", "object");
	props = cJSON_AddObjectToObject(schema, "properties");
	required = cJSON_CreateArray();
	for (p = t->param; p->name; p++) {
		add_param(props, p);
		if (!p->about)
			cJSON_AddItemToArray(required, cJSON_CreateString(p->name));
	}
	limits(property(props, "offset", "integer", "first line of the answer to show; a cut answer says which"),
	       1, 1, 0);
	limits(property(props, "max_tokens", "integer", "about how long the answer may be"), MCP_TOKENS,
	       TOKENS_MIN, TOKENS_MAX);
	cJSON_AddItemToObject(schema, "required", required);
	cJSON_AddBoolToObject(schema, "additionalProperties", 0);
	notes = cJSON_AddObjectToObject(o, "annotations");
	cJSON_AddBoolToObject(notes, "readOnlyHint", 1);
	cJSON_AddBoolToObject(notes, "openWorldHint", 0);
	return o;
}

cJSON *mcp_tools(void)
{
	cJSON *o = cJSON_CreateObject(), *list = cJSON_AddArrayToObject(o, "tools");
	struct api_thing t;
	size_t i;

	for (i = 0; !api_thing_at(i, &t); i++)
		if (mcp_is_tool(&t))
			cJSON_AddItemToArray(list, tool(&t));
	return o;
}

/* ---- a call ------------------------------------------------------------------------------- */

struct call {
	struct arena arena;
	struct api_pair pair[PAIRS_MAX];
	uint32_t nr;
	uint32_t offset, tokens;
};

static int number(const cJSON *v, const char *name, uint32_t least, uint32_t most, uint32_t *out,
		  struct strbuf *err)
{
	if (!cJSON_IsNumber(v) || v->valuedouble < least || v->valuedouble > most)
		return error(err, "%s is a number from %u to %u", name, least, most);
	*out = (uint32_t)v->valuedouble;
	return 0;
}

static int add_pair(struct call *c, const char *name, const cJSON *v, struct strbuf *err)
{
	const char *text = NULL;

	if (cJSON_IsString(v))
		text = v->valuestring;
	else if (cJSON_IsNumber(v) && v->valuedouble >= 0 && v->valuedouble < 1e9)
		text = arena_printf(&c->arena, "%u", (unsigned)v->valuedouble);
	else if (cJSON_IsBool(v))
		text = cJSON_IsTrue(v) ? "1" : "0";
	if (!text)
		return error(err, "%s has a value of the wrong type", name);
	if (c->nr == PAIRS_MAX)
		return error(err, "more than %d arguments", PAIRS_MAX);
	c->pair[c->nr++] = (struct api_pair){ name, text };
	return 0;
}

static int take_arguments(struct call *c, const cJSON *args, struct strbuf *err)
{
	const cJSON *v, *one;

	cJSON_ArrayForEach(v, args) {
		if (cJSON_IsNull(v))
			continue;
		if (!strcmp(v->string, "offset")) {
			if (number(v, "offset", 1, 100000000, &c->offset, err))
				return -1;
		} else if (!strcmp(v->string, "max_tokens")) {
			if (number(v, "max_tokens", TOKENS_MIN, TOKENS_MAX, &c->tokens, err))
				return -1;
		} else if (cJSON_IsArray(v)) {
			cJSON_ArrayForEach(one, v)
				if (add_pair(c, v->string, one, err))
					return -1;
		} else if (add_pair(c, v->string, v, err)) {
			return -1;
		}
	}
	return 0;
}

/* What a negative answer is a statement about. */
static void add_limits(const struct mcp *m, struct strbuf *text)
{
	strbuf_addstr(text, "This holds for what was indexed: ");
	api_about(m->ix, text);
	strbuf_addf(text, ". Calls through pointers that could not be followed (their targets are not known): %u; and code of other configurations, other languages or other modules was not read: a call from there would not be seen.\n",
		    m->unresolved);
}

static uint32_t count_lines(const struct strbuf *text)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < text->len; i++)
		n += text->buf[i] == '\n';
	return n + (text->len && text->buf[text->len - 1] != '\n');
}

/* Not in the middle of a character. */
static size_t cut_at(const char *s, size_t len, size_t max)
{
	size_t n = len < max ? len : max;

	while (n && n < len && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* The lines from `offset` on that the budget has room for, and what else there is. */
static void cut(const struct call *c, const struct strbuf *all, struct strbuf *out)
{
	uint32_t total = count_lines(all), line = 1, shown = 0;
	size_t room = (size_t)(c->tokens > TAIL_TOKENS * 2 ? c->tokens - TAIL_TOKENS : c->tokens / 2) *
		      HALF_BYTES_PER_TOKEN / 2;
	const char *p = all->buf, *end = all->buf + all->len;

	for (; p < end; line++) {
		const char *nl = memchr(p, '\n', (size_t)(end - p)), *next = nl ? nl + 1 : end;
		size_t n = (size_t)(next - p);

		if (line >= c->offset) {
			if (out->len + n > room && shown)
				break;
			strbuf_add(out, p, cut_at(p, n, room));
			shown++;
		}
		p = next;
	}
	if (out->len && out->buf[out->len - 1] != '\n')
		strbuf_addch(out, '\n');
	if (p < end)
		strbuf_addf(out, "[lines %u to %u of %u are shown; for more ask the same with \"offset\": %u, or a larger \"max_tokens\"]\n",
			    c->offset, c->offset + shown - 1, total, c->offset + shown);
	else if (!shown)
		strbuf_addf(out, total == 1 ? "[the answer has %u line only]\n" :
			    "[the answer has %u lines only]\n", total);
}

static cJSON *result(const char *text, int failed)
{
	cJSON *o = cJSON_CreateObject(), *list = cJSON_AddArrayToObject(o, "content");
	cJSON *item = cJSON_CreateObject();
	struct strbuf safe = STRBUF_INIT;

	strbuf_addutf8(&safe, text);
	cJSON_AddStringToObject(item, "type", "text");
	cJSON_AddStringToObject(item, "text", safe.buf);
	cJSON_AddItemToArray(list, item);
	if (failed)
		cJSON_AddBoolToObject(o, "isError", 1);
	strbuf_release(&safe);
	return o;
}

static cJSON *answer(struct mcp *m, const struct api_thing *t, const struct call *c)
{
	struct api_request q = { .what = t->name, .pair = c->pair, .nr = c->nr, .format = "text" };
	struct strbuf all = STRBUF_INIT, text = STRBUF_INIT;
	enum api_status status = api_ask(m->ix, &q, &all);
	cJSON *o;

	if (status == API_NONE) {
		strbuf_addch(&all, '\n');
		add_limits(m, &all);
	} else if (status == API_NAME) {
		strbuf_addstr(&all, "The index: ");
		api_about(m->ix, &all);
		strbuf_addstr(&all, ". Names of other configurations or of macros are not in it.\n");
	}
	cut(c, &all, &text);
	o = result(text.buf, status > API_NONE);
	strbuf_release(&all);
	strbuf_release(&text);
	return o;
}

cJSON *mcp_call(struct mcp *m, const cJSON *params, struct strbuf *err)
{
	const cJSON *name = cJSON_GetObjectItemCaseSensitive(params, "name");
	const cJSON *args = cJSON_GetObjectItemCaseSensitive(params, "arguments");
	struct call c = { .offset = 1, .tokens = MCP_TOKENS };
	struct api_thing t;
	cJSON *o;

	if (!cJSON_IsString(name) || api_thing_find(name->valuestring, &t) || !mcp_is_tool(&t)) {
		error(err, "there is no tool \"%s\"", cJSON_IsString(name) ? name->valuestring : "");
		return NULL;
	}
	if (args && !cJSON_IsObject(args)) {
		error(err, "the arguments are no object");
		return NULL;
	}
	arena_init(&c.arena);
	if (take_arguments(&c, args, err))
		o = result(err->buf, 1);
	else
		o = answer(m, &t, &c);
	arena_release(&c.arena);
	return o;
}
