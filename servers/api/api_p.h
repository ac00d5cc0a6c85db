/* SPDX-License-Identifier: MIT */
#ifndef KPATH_SERVERS_API_P_H
#define KPATH_SERVERS_API_P_H

#include "api.h"

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

#endif
