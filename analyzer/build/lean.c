/* SPDX-License-Identifier: MIT */
/*
 * objtool takes half of what `make prepare` takes, and only works on objects,
 * which nobody makes here. `prepare0` is all of `prepare` but such tools, and
 * with an empty CONFIG_OBJTOOL Kbuild does not ask for it (Makefile and
 * scripts/Makefile.lib, Linux 5.19 to 6.12). The macro of that name, for the
 * sources, stands in autoconf.h and stays.
 */
#include <string.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "lean.h"
#include "prepare.h"

static int file_has(const char *dir, const char *name, const char *text)
{
	struct strbuf path = STRBUF_INIT, all = STRBUF_INIT;
	int ret;

	path_join(&path, dir, name);
	ret = !file_read(path.buf, &all, NULL) && strstr(all.buf, text);
	strbuf_release(&path);
	strbuf_release(&all);
	return ret;
}

int lean_possible(const struct bare_build *b)
{
	static const char *const others[] = { "\nCONFIG_DEBUG_INFO_BTF=y", "\nCONFIG_RUST=y" };
	struct strbuf arch = STRBUF_INIT;
	size_t i;
	int ret;

	strbuf_addf(&arch, "arch/%s/Makefile", b->tc.srcarch);
	ret = file_has(b->tree, "Makefile", "\nifdef CONFIG_OBJTOOL\nprepare: tools/objtool\nendif\n") &&
		file_has(b->tree, "Makefile", "\nprepare0: ") &&
		!file_has(b->tree, arch.buf, "CONFIG_OBJTOOL");
	for (i = 0; ret && i < ARRAY_SIZE(others); i++)
		ret = !file_has(b->dir, ".config", others[i]);
	strbuf_release(&arch);
	return ret;
}
