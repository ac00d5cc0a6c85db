/* SPDX-License-Identifier: MIT */
#include "record_prefetch.h"

#include "base/digest.h"
#include "base/xalloc.h"

void ahead_tu_init(struct ahead_tu *t)
{
	memset(t, 0, sizeof(*t));
	facts_init(&t->f);
}

void ahead_tu_release(struct ahead_tu *t)
{
	facts_release(&t->f);
	free(t->digest);
	memset(t, 0, sizeof(*t));
}

static void fill(struct ahead *a, uint32_t i, struct strbuf *rec)
{
	struct ahead_slot *s = &a->slot[i % AHEAD_SLOTS];
	struct ahead_tu *t = &s->tu;
	size_t k;

	strbuf_clear(rec);
	strbuf_clear(&s->why);
	if (recfile_read(a->facts, i, rec)) {
		facts_clear(&t->f);
		strbuf_addstr(&s->why, "no facts of it");
	} else {
		facts_read(&t->f, rec->buf, rec->len, &s->why);
	}
	ALLOC_GROW(t->digest, t->f.str.nr, t->alloc);
	for (k = 0; k < t->f.str.nr; k++)
		t->digest[k] = digest64(t->f.str.str[k], t->f.str.len[k]);
}

static void *read_ahead(void *ctx)
{
	struct strbuf rec = STRBUF_INIT;
	struct ahead *a = ctx;
	uint32_t i;

	for (i = 0; i < a->facts->nr; i++) {
		struct ahead_slot *s = &a->slot[i % AHEAD_SLOTS];
		int stop;

		pthread_mutex_lock(&a->lock);
		while (s->full && !a->stop)
			pthread_cond_wait(&a->changed, &a->lock);
		stop = a->stop;
		pthread_mutex_unlock(&a->lock);
		if (stop)
			break;
		fill(a, i, &rec);
		pthread_mutex_lock(&a->lock);
		s->full = 1;
		pthread_cond_broadcast(&a->changed);
		pthread_mutex_unlock(&a->lock);
	}
	strbuf_release(&rec);
	return NULL;
}

void ahead_start(struct ahead *a, struct recfile *facts)
{
	unsigned i;

	memset(a, 0, sizeof(*a));
	a->facts = facts;
	for (i = 0; i < AHEAD_SLOTS; i++) {
		ahead_tu_init(&a->slot[i].tu);
		strbuf_init(&a->slot[i].why);
	}
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->changed, NULL);
	a->threaded = !pthread_create(&a->thread, NULL, read_ahead, a);
}

void ahead_release(struct ahead *a)
{
	unsigned i;

	pthread_mutex_lock(&a->lock);
	a->stop = 1;
	pthread_cond_broadcast(&a->changed);
	pthread_mutex_unlock(&a->lock);
	if (a->threaded)
		pthread_join(a->thread, NULL);
	for (i = 0; i < AHEAD_SLOTS; i++) {
		ahead_tu_release(&a->slot[i].tu);
		strbuf_release(&a->slot[i].why);
	}
	pthread_mutex_destroy(&a->lock);
	pthread_cond_destroy(&a->changed);
}

/* The slot of the last record is free only now: its reason was in use. */
static struct ahead_slot *take(struct ahead *a)
{
	struct ahead_slot *s = &a->slot[a->next % AHEAD_SLOTS];

	pthread_mutex_lock(&a->lock);
	if (a->next) {
		a->slot[(a->next - 1) % AHEAD_SLOTS].full = 0;
		pthread_cond_broadcast(&a->changed);
	}
	while (!s->full)
		pthread_cond_wait(&a->changed, &a->lock);
	pthread_mutex_unlock(&a->lock);
	return s;
}

const char *ahead_get(struct ahead *a, struct ahead_tu *t)
{
	struct ahead_slot *s;
	struct ahead_tu was = *t;

	if (a->threaded) {
		s = take(a);
	} else {
		struct strbuf rec = STRBUF_INIT;

		s = &a->slot[a->next % AHEAD_SLOTS];
		fill(a, a->next, &rec);
		strbuf_release(&rec);
	}
	a->next++;
	*t = s->tu;
	s->tu = was;
	return s->why.len ? s->why.buf : NULL;
}
