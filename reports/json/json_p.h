/* SPDX-License-Identifier: MIT */
/* The JSON writer's own parts. Objects belong to whoever they are added to. */
#ifndef KPATH_REPORTS_JSON_P_H
#define KPATH_REPORTS_JSON_P_H

#include <cjson/cJSON.h>

#include "reports/columns.h"

/* A new document with `schema` and `index`. */
cJSON *json_document(const struct report *r);

/* Prints `doc` on one line and frees it. */
int json_print(struct report *r, cJSON *doc, struct strbuf *err);

/* Members of an object: a string; a function as {name, file, line}; a place as {file, line}. */
void json_str(cJSON *obj, const char *key, const char *value);
void json_str_or_null(cJSON *obj, const char *key, const char *value);	/* "" = null */
void json_func(cJSON *obj, const char *key, const struct report *r, uint32_t func);
void json_site(cJSON *obj, const char *key, const struct report *r,
	       uint32_t file, uint32_t line);
cJSON *json_func_new(const struct report *r, uint32_t func);	/* null for 0 */
cJSON *json_site_new(const struct report *r, uint32_t file, uint32_t line);
/* The conditions of `guard` and of those around it, as an array. */
void json_guards(cJSON *obj, const char *key, const struct report *r, uint32_t guard);

/* Whole answers as documents: one with a form, and those that are no tables. */
int json_form(struct report *r, const struct form *f, const void *res, struct strbuf *err);
int json_report(struct report *r, const struct lab_result *res, struct strbuf *err);
int json_layers(struct report *r, const void *res, struct strbuf *err);	/* struct q_layers_result */
int json_diff(struct report *r, const void *res, struct strbuf *err);	/* struct q_diff_result */
int json_error(struct report *r, const struct report_error *e, struct strbuf *err);

#endif
