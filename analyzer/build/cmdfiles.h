/* SPDX-License-Identifier: MIT */
/* The .cmd files that Kbuild leaves beside its objects. */
#ifndef KPATH_BUILD_CMDFILES_H
#define KPATH_BUILD_CMDFILES_H

#include "base/strbuf.h"

struct collector;

/* Adds the commands of all `.x.o.cmd` and `.x.a.cmd` files below `dir`. They were run
 * in `build`; a module out of tree has them in its own folder. */
int cmdfiles_collect(struct collector *c, const char *dir, const char *build,
		     struct strbuf *err);

/* One .cmd file's text: the command of "x.o", unescaped, appended to `out`;
 * 0 if there was none. */
int cmdfile_command(const char *text, struct strbuf *out);

#endif
