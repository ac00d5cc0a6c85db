/* SPDX-License-Identifier: MIT */
/*
 * Commands of a built kernel: Kbuild leaves the command of every object in
 * a file `.x.o.cmd` beside it, as a make assignment (scripts/Kbuild.include,
 * `make-cmd`).
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/treewalk.h"
#include "base/xalloc.h"
#include "cmdfiles.h"
#include "collect.h"
#include "linkorder.h"
#include "shellsplit.h"

static int starts(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

int cmdfile_command(const char *text, struct strbuf *out)
{
	const char *eol = strchrnul(text, '\n'), *s;

	/* the first line; "savedcmd_" since 6.2 */
	if (!starts(text, "cmd_") && !starts(text, "savedcmd_"))
		return 0;
	s = strstr(text, " := ");
	if (!s || s > eol)
		return 0;
	for (s += 4; s < eol; s++) {
		if (s[0] == '$' && s[1] == '$') {
			strbuf_addch(out, '$');
			s++;
		} else if (starts(s, "$(pound)")) {
			strbuf_addch(out, '#');
			s += strlen("$(pound)") - 1;
		} else if (s[0] == '\\' && s[1] == '#') {
			strbuf_addch(out, '#');
			s++;
		} else {
			strbuf_addch(out, *s);
		}
	}
	return 1;
}

struct cmd_walk {
	struct collector *c;
	const char *build;
	struct strbuf text, command;
	struct shell_line split;
	struct arena scratch;
};

static void take_file(struct cmd_walk *w, int dir, const char *name)
{
	const char **run, **archive;
	struct stat st;
	int fd, argc;
	ssize_t n = 0;

	fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return;
	strbuf_clear(&w->text);
	strbuf_clear(&w->command);
	arena_clear(&w->scratch);
	if (!fstat(fd, &st) && S_ISREG(st.st_mode)) {
		/* only the first line: the rest are dependencies */
		do {
			size_t at = w->text.len;

			strbuf_grow(&w->text, 16384);
			n = read(fd, w->text.buf + at, 16384);
			if (n <= 0)
				break;
			w->text.len += (size_t)n;
			w->text.buf[w->text.len] = '\0';
			if (memchr(w->text.buf + at, '\n', (size_t)n))
				break;
		} while (w->text.len < (1u << 20));
	}
	close(fd);
	if (!cmdfile_command(w->text.buf, &w->command))
		return;
	shell_split(&w->split, &w->scratch, w->command.buf, w->command.len);
	run = shell_compiler_run(&w->split, &argc);
	if (run)
		collector_add(w->c, w->build, NULL, NULL, argc, run);
	else if (link_order_find(&w->split, &w->scratch, &w->text, &archive, &argc))
		link_order_add(&w->c->order, argc, archive);
}

static int is_object_cmd(const char *name)
{
	size_t n = strlen(name);

	return n > 7 && name[0] == '.' &&
		(!strcmp(name + n - 6, ".o.cmd") || !strcmp(name + n - 6, ".a.cmd"));
}

static void see_file(void *ctx, int dir, const char *path, const char *name)
{
	if (is_object_cmd(name))
		take_file(ctx, dir, name);
}

int cmdfiles_collect(struct collector *c, const char *dir, const char *build,
		     struct strbuf *err)
{
	static const char *const skip[] = { "Documentation", "scripts", "tools", "include", NULL };
	struct cmd_walk w = { .c = c, .build = build, .text = STRBUF_INIT,
			      .command = STRBUF_INIT };
	const struct tree_walk walk = { .file = see_file, .ctx = &w, .skip = skip };

	if (!dir_exists(dir))
		return error(err, "there is no directory %s", dir);
	tree_walk(&walk, dir);
	strbuf_release(&w.text);
	strbuf_release(&w.command);
	shell_line_release(&w.split);
	arena_release(&w.scratch);
	return 0;
}
