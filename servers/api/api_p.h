/* SPDX-License-Identifier: MIT */
#ifndef KPATH_SERVERS_API_P_H
#define KPATH_SERVERS_API_P_H

#include "api.h"

#include <cjson/cJSON.h>

#include "base/arena.h"

struct api_call {		/* one request on its way */
	struct api_index *ix;
	const struct api_request *q;
	struct report r;
	struct ask ask;		/* its values; kind NULL for api_more[] */
	struct arena arena;
	struct strbuf err;
};

struct api_extra {		/* what can be asked and is no row */
	const char *name, *about;
	const struct ask_param *param;
	const char *formats;
	enum api_status (*run)(struct api_call *c);	/* writes to c->r.out, or says why in c->err */
};
extern const struct api_extra api_more[];	/* ends with name NULL */
const struct api_extra *api_extra_find(const char *name);

extern const struct ask_param api_names_param[], api_scenarios_param[];
enum api_status api_run_names(struct api_call *c);		/* api_names.c */
enum api_status api_run_scenarios(struct api_call *c);		/* api_scenarios.c */

/* Writes the document, and frees it. */
enum api_status api_put_json(struct api_call *c, cJSON *o);
/* A string member; bytes that are no UTF-8 are replaced. */
void api_add_text(cJSON *o, const char *key, const char *text);
int api_wants_json(const struct api_call *c);

#endif
