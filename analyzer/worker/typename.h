/* SPDX-License-Identifier: MIT */
/* A type name as it is written, compared with a type: private to the worker. */
#ifndef KPATH_WORKER_TYPENAME_H
#define KPATH_WORKER_TYPENAME_H

#include "walk.h"

enum type_match { TYPE_DIFFERS, TYPE_SAME, TYPE_UNKNOWN };

/*
 * Does `text`, a type name of C (C11 6.7.7), stand for `type`? Typedefs of
 * file scope are looked up. TYPE_UNKNOWN where a word of it is neither of
 * the language nor such a typedef (a macro's parameter, typeof), or where the
 * text is no type name at all.
 */
enum type_match type_name_match(struct walk *w, const char *text, size_t len, CXType type);

#endif
