/* SPDX-License-Identifier: MIT */
#include "draw.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int dot_print(struct report *r, Agraph_t *g, struct strbuf *err)
{
	char *text = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&text, &len);
	int ret = 0;

	if (!f || agwrite(g, f) < 0)
		ret = error(err, "the DOT graph could not be written: %s", strerror(errno));
	if (f && fclose(f) && !ret)
		ret = error(err, "the DOT graph could not be written: %s", strerror(errno));
	if (!ret)
		sink_add(&r->out, text, len);
	free(text);
	agclose(g);
	return ret;
}

static int dot_path(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	return dot_print(r, draw_path(r, res), err);
}

static int dot_form(struct report *r, const struct form *f, const void *res, struct strbuf *err)
{
	return dot_print(r, f->draw(r, res, 0), err);
}

static int is_drawn(const struct form *f)
{
	return !!f->draw;
}

const struct writer dot_writer = {
	.name = "dot", .rank = 50,
	.form = dot_form,
	.has_form = is_drawn,
	.path = dot_path,
};
