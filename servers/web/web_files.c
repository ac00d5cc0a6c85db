/* SPDX-License-Identifier: MIT */
/* The page's files, which are built in, and what the page has to know. */
#include <string.h>

#include <cjson/cJSON.h>

#include "base/embed.h"
#include "base/xalloc.h"
#include "web_p.h"

#define FILE(name, path, type) \
	EMBED(web_##name, KPATH_WEB_DIR path); \
	extern const char web_##name[], web_##name##_end[];
#include "web_files.def"
#undef FILE

static const struct web_file files[] = {
#define FILE(name, path, type) { path, type, web_##name, web_##name##_end },
#include "web_files.def"
#undef FILE
};

const struct web_file *web_file_find(const char *path)
{
	size_t i;

	if (!strcmp(path, "/"))
		path = "/index.html";
	for (i = 0; i < ARRAY_SIZE(files); i++)
		if (!strcmp(files[i].path, path))
			return &files[i];
	return NULL;
}

static const char *const type_name[] = {
	[ASK_TEXT] = "text", [ASK_FUNC] = "function", [ASK_FUNCS] = "functions", [ASK_LIST] = "list",
	[ASK_NUMBER] = "number", [ASK_FLAG] = "flag",
};

static void add_thing(cJSON *list, const struct api_thing *t)
{
	cJSON *o = cJSON_CreateObject(), *params;
	struct strbuf formats = STRBUF_INIT;
	const struct ask_param *p;

	api_formats(t, &formats);
	cJSON_AddStringToObject(o, "name", t->name);
	cJSON_AddStringToObject(o, "about", t->about);
	cJSON_AddStringToObject(o, "formats", formats.buf);
	params = cJSON_AddArrayToObject(o, "params");
	for (p = t->param; p->name; p++) {
		cJSON *one = cJSON_CreateObject();

		cJSON_AddStringToObject(one, "name", p->name);
		cJSON_AddStringToObject(one, "type", type_name[p->type]);
		cJSON_AddStringToObject(one, "about", p->about ? p->about : p->arg);
		cJSON_AddBoolToObject(one, "required", !p->about);
		cJSON_AddItemToArray(params, one);
	}
	cJSON_AddItemToArray(list, o);
	strbuf_release(&formats);
}

/* `local`: whoever asks is on this machine, and may be told where the tree is. */
static void add_index(cJSON *list, const struct api_index *ix, int local)
{
	cJSON *o = cJSON_CreateObject();
	struct strbuf about = STRBUF_INIT;

	api_about(ix, &about);
	cJSON_AddStringToObject(o, "name", ix->name);
	cJSON_AddStringToObject(o, "about", about.buf);
	cJSON_AddStringToObject(o, "version", graph_get_meta(ix->g, "version"));
	cJSON_AddBoolToObject(o, "sources", ix->src.tree != NULL);
	if (local && ix->src.tree) {
		strbuf_clear(&about);
		strbuf_addutf8(&about, ix->src.tree);
		cJSON_AddStringToObject(o, "tree", about.buf);
	}
	cJSON_AddItemToArray(list, o);
	strbuf_release(&about);
}

static void add_scenarios(cJSON *list, const struct knowledge *k)
{
	uint32_t i;

	for (i = 0; i < k->nr_scenario; i++) {
		cJSON *o = cJSON_CreateObject();

		cJSON_AddStringToObject(o, "name", k->scenario[i].name);
		cJSON_AddStringToObject(o, "about", k->scenario[i].about ? k->scenario[i].about : "");
		cJSON_AddItemToArray(list, o);
	}
}

void web_catalogue(const struct web_setup *set, struct strbuf *out)
{
	cJSON *o = cJSON_CreateObject(), *list;
	struct api_thing t;
	uint32_t k;
	size_t i;
	char *text;

	cJSON_AddStringToObject(o, "schema", "kpath-api/1");
	list = cJSON_AddArrayToObject(o, "indexes");
	for (k = 0; k < set->nr_index; k++)
		add_index(list, set->index[k], !set->listen && !set->proxy_header);
	list = cJSON_AddArrayToObject(o, "scenarios");
	add_scenarios(list, set->index[0]->k);
	list = cJSON_AddArrayToObject(o, "things");
	for (i = 0; !api_thing_at(i, &t); i++)
		add_thing(list, &t);
	text = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	strbuf_addstr(out, text ? text : "{}");
	cJSON_free(text);
}

/* ---- docs/api.md ---------------------------------------------------------------------------- */

static void describe_thing(const struct api_thing *t, struct strbuf *out)
{
	struct strbuf formats = STRBUF_INIT;
	const struct ask_param *p;

	api_formats(t, &formats);
	strbuf_addf(out, "\n## %s\n\n`GET /api/%s`: %s. Formats: %s.\n", t->name, t->name, t->about, formats.buf);
	if (t->param[0].name)
		strbuf_addstr(out, "\n| parameter | | |\n|---|---|---|\n");
	for (p = t->param; p->name; p++) {
		strbuf_addf(out, "| `%s` | %s%s | ", p->name, type_name[p->type], p->about ? "" : ", required");
		for (const char *s = p->about ? p->about : p->arg; s && *s; s++)
			strbuf_addf(out, "%s%c", *s == '|' ? "\\" : "", *s);
		if (p->type == ASK_NUMBER && p->usual)
			strbuf_addf(out, " (%u)", p->usual);
		if (p->type == ASK_NUMBER && p->max)
			strbuf_addf(out, ", at most %u", p->max);
		strbuf_addstr(out, " |\n");
	}
	strbuf_release(&formats);
}

void web_describe(struct strbuf *out)
{
	struct api_thing t;
	size_t i;

	strbuf_addstr(out,
		"# API\n\n"
		"What `kpath serve` answers below `/api/`, made from the rows of answers: `kpath serve --describe`\n"
		"prints this page, and a test compares the two. The JSON is that of the commands ([json.md](json.md)): `/api/path?from=…&to=…` gives\n"
		"`kpath-path/1`.\n\n"
		"Every request needs the cookie that the address with the token sets (or what [serve.md](serve.md) says of classes). Common\n"
		"parameters: `format` (`json` if it is left out), `lang` (`en`, `zh`), `index` (the name of one of several). Lists are\n"
		"given as several parameters of one name, or with commas. A text that is long is posted as the body. `GET /api/`\n"
		"lists indexes, scenarios and all that stands here.\n\n"
		"Status: 200 an answer, also a negative one; 400 a parameter is wrong; 403 no token, or a page of another site; 404 a name\n"
		"is not known or ambiguous (the body says which are near); 413 too much was posted; 421 the server was asked by a name that is not its own;\n"
		"504 it took too long, or too many wait. Errors are `{\"error\", \"candidates\"}` where the format is JSON.\n");
	for (i = 0; !api_thing_at(i, &t); i++)
		describe_thing(&t, out);
}
