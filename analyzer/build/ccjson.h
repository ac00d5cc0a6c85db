/* SPDX-License-Identifier: MIT */
/* compile_commands.json. */
#ifndef KPATH_BUILD_CCJSON_H
#define KPATH_BUILD_CCJSON_H

#include "base/strbuf.h"

struct collector;

/* Adds the commands of a compile_commands.json; -1 and a sentence. */
int ccjson_collect(struct collector *c, const char *file, struct strbuf *err);

#endif
