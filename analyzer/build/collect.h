/* SPDX-License-Identifier: MIT */
/* Runs of compilers into a compdb. */
#ifndef KPATH_BUILD_COLLECT_H
#define KPATH_BUILD_COLLECT_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "flags.h"
#include "kbuild.h"
#include "linkorder.h"
#include "model/compdb.h"

struct collector {
	struct compdb *db;
	const struct kbuild_options *opt;
	struct strpool pool;
	struct arena scratch;
	struct link_order order;
	int kernel_only;	/* take Kbuild's commands for the target only */
	size_t seen;		/* C files before --only */
};

/* Begins to fill `db`; release frees what was needed for it. */
void collector_init(struct collector *c, struct compdb *db,
		    const struct kbuild_options *opt);
void collector_release(struct collector *c);

/* One run of a compiler. `source` and `output` may be NULL: from argv. */
void collector_add(struct collector *c, const char *dir, const char *source,
		   const char *output, int argc, const char *const *argv);

/* Applies --only, sorts; errors as kbuild_commands() has them. */
int collector_finish(struct collector *c, struct strbuf *err);

#endif
