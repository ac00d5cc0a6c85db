/* SPDX-License-Identifier: MIT */
#include "served.h"

#include <string.h>

static int is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

int served_open(struct served *s, const char *path, const char *name, const char *tree,
		const struct knowledge *k, struct strbuf *err)
{
	int ret;

	memset(s, 0, sizeof(*s));
	s->path = path;
	s->tree = tree;
	s->k = k;
	/* looked at before it is opened: what is put there in between is noticed later */
	if (stat(path, &s->st))
		memset(&s->st, 0, sizeof(s->st));
	ret = index_open(&s->idx, path, err);
	if (!ret)
		ret = index_need(s->idx, INDEX_ALL, err);
	if (ret) {
		if (s->idx)
			index_close(s->idx);
		s->idx = NULL;
		return ret;
	}
	runlog_read(&s->log, path, index_id(s->idx));
	api_index_init(&s->api, name, index_graph(s->idx), k, tree ? tree : s->log.tree, s->log.build);
	return 0;
}

int served_follow(struct served *s, struct strbuf *err)
{
	struct served fresh;
	struct stat st;

	/* a file that is not there is one that is just being put there, or that somebody took away */
	if (stat(s->path, &st) || is_same(&st, &s->st))
		return 0;
	if (served_open(&fresh, s->path, s->api.name, s->tree, s->k, err)) {
		s->st = st;
		return -1;
	}
	served_release(s);
	*s = fresh;
	return 1;
}

void served_release(struct served *s)
{
	if (!s->idx)
		return;
	api_index_release(&s->api);
	runlog_release(&s->log);
	index_close(s->idx);
	s->idx = NULL;
}
