/* SPDX-License-Identifier: MIT */
#include "shownpath.h"

#include <stdlib.h>
#include <string.h>

#include "fileio.h"

int source_path(const char *tree, const char *build, const char *shown,
		struct strbuf *out)
{
	const char *root = tree, *name = shown;
	struct strbuf joined = STRBUF_INIT;
	char *real;
	int ret = -1;

	if (!strncmp(shown, "<build>/", 8)) {
		root = build;
		name = shown + 8;
	}
	if (!root || !*name || *name == '/')
		return -1;
	path_join(&joined, root, name);
	real = realpath(joined.buf, NULL);
	if (real && (path_below(real, root) ||
		     (tree && path_below(real, tree)) ||
		     (build && path_below(real, build)))) {
		strbuf_addstr(out, real);
		ret = 0;
	}
	free(real);
	strbuf_release(&joined);
	return ret;
}
