/* SPDX-License-Identifier: MIT */
/* compile_commands.json (clang.llvm.org/docs/JSONCompilationDatabase.html). */
#include <cjson/cJSON.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "ccjson.h"
#include "collect.h"
#include "shellsplit.h"

struct reader {
	struct collector *c;
	const char *file;
	struct shell_line split;
	struct arena scratch;
	char *base;		/* the directory that the file lies in */
	size_t index;
};

static const char *string_of(const cJSON *o, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, name));
}

static int bad(struct reader *r, const char *what, struct strbuf *err)
{
	return error(err, "%s: entry %zu %s", r->file, r->index + 1, what);
}

/* "arguments": [ "gcc", "-c", … ] */
static int from_arguments(struct reader *r, const cJSON *list, const char ***argv,
			  int *argc, struct strbuf *err)
{
	const cJSON *i;
	int n = 0;

	if (!cJSON_IsArray(list))
		return bad(r, "has \"arguments\" that are not a list", err);
	cJSON_ArrayForEach(i, list)
		n++;
	*argv = arena_alloc(&r->scratch, ((size_t)n + 1) * sizeof(**argv));
	*argc = 0;
	cJSON_ArrayForEach(i, list) {
		if (!cJSON_IsString(i))
			return bad(r, "has an argument that is not a string", err);
		(*argv)[(*argc)++] = i->valuestring;
	}
	return 0;
}

/* "command": "gcc -c …", in shell quoting */
static int from_command(struct reader *r, const char *text, const char ***argv,
			int *argc, struct strbuf *err)
{
	if (shell_split(&r->split, &r->scratch, text, strlen(text)) < 0)
		return bad(r, "has a \"command\" with an unclosed quote", err);
	*argv = shell_compiler_run(&r->split, argc);
	if (*argv)
		return 0;
	/* a compiler with a name of its own: the first command */
	*argv = r->split.word;
	for (*argc = 0; (size_t)*argc < r->split.nr && r->split.word[*argc]; ++*argc)
		;
	return 0;
}

/* ccache and the like are not the compiler */
static void skip_wrapper(const char ***argv, int *argc)
{
	while (*argc > 1 && !is_compiler_name((*argv)[0]) && is_compiler_name((*argv)[1])) {
		++*argv;
		--*argc;
	}
}

static int take_entry(struct reader *r, const cJSON *o, struct strbuf *err)
{
	const char *dir = string_of(o, "directory"), *file = string_of(o, "file");
	const char *output = string_of(o, "output"), *command = string_of(o, "command");
	const cJSON *arguments = cJSON_GetObjectItemCaseSensitive(o, "arguments");
	struct strbuf full = STRBUF_INIT;
	const char **argv = NULL;
	int argc = 0, ret;

	if (!cJSON_IsObject(o))
		return bad(r, "is not an object", err);
	if (!file || !*file)
		return bad(r, "has no \"file\"", err);
	if (arguments)
		ret = from_arguments(r, arguments, &argv, &argc, err);
	else if (command)
		ret = from_command(r, command, &argv, &argc, err);
	else
		ret = bad(r, "has neither \"arguments\" nor \"command\"", err);
	if (ret < 0)
		return -1;
	skip_wrapper(&argv, &argc);
	path_join(&full, r->base, dir && *dir ? dir : ".");
	collector_add(r->c, full.buf, file, output && *output ? output : NULL, argc, argv);
	strbuf_release(&full);
	return 0;
}

int ccjson_collect(struct collector *c, const char *file, struct strbuf *err)
{
	struct reader r = { .c = c, .file = file };
	struct strbuf text = STRBUF_INIT;
	const char *stop = NULL;
	cJSON *root = NULL;
	const cJSON *o;
	int ret = -1;

	if (file_read(file, &text, err) < 0)
		goto out;
	root = cJSON_ParseWithLengthOpts(text.buf, text.len, &stop, 0);
	if (!root) {
		size_t at = stop ? (size_t)(stop - text.buf) : 0, line = 1, i;

		for (i = 0; i < at && i < text.len; i++)
			line += text.buf[i] == '\n';
		error(err, "%s is not JSON: line %zu can't be read", file, line);
		goto out;
	}
	if (!cJSON_IsArray(root)) {
		error(err, "%s is not a list of commands", file);
		goto out;
	}
	r.base = xstrndup(file, (size_t)(path_basename(file) - file));
	ret = 0;
	cJSON_ArrayForEach(o, root) {
		arena_clear(&r.scratch);
		if (take_entry(&r, o, err) < 0) {
			ret = -1;
			break;
		}
		r.index++;
	}
out:
	cJSON_Delete(root);
	free(r.base);
	shell_line_release(&r.split);
	arena_release(&r.scratch);
	strbuf_release(&text);
	return ret;
}
