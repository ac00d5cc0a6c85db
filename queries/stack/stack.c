/* SPDX-License-Identifier: MIT */
#include "stack.h"

#include "base/digest.h"
#include "base/xalloc.h"
#include "stack_one.h"
#include "queries/fold.h"

#define GUESSES_MAX 64		/* in a row */
#define COST_NO_WAY 40		/* of a step that has none, where names are ambiguous */

const char *const q_step_name[STEP_NR] = {
	"outermost", "call", "pointer", "interrupt", "unknown", "impossible", "outside", "possible",
	"left over"
};
const char *const q_frame_from_name[] = { "", "inlined", "tail call" };

/* ---- names --------------------------------------------------------------------------- */

static uint32_t has_code(const struct graph *g, uint32_t f)
{
	return (graph_func(g, f)->flags & (GF_DEFINED | GF_ASM)) || graph_func(g, f)->alias_of;
}

static int is_of(const struct graph *g, uint32_t func, const struct stack_frame *f)
{
	const char *path = graph_str(g, graph_file(g, graph_func(g, func)->file)->name), *tail = f->file;

	/* a report's paths may begin with a build directory: its tail is compared */
	for (; tail && *tail; tail = strchr(tail, '/') ? strchr(tail, '/') + 1 : "")
		if (!strcmp(tail, path))
			return 1;
	return 0;
}

static void find_functions(const struct graph *g, const struct stack_frame *f, struct named *n)
{
	uint32_t hash = graph_name_hash(f->name, strlen(f->name)), i, func, k;
	int placed = 0;

	n->nr = 0;
	if (f->user || !*f->name)
		return;
	for (i = graph_first_named(g, hash); graph_is_named(g, i, hash); i++) {
		func = graph_func_name(g, i)->func;
		if (strcmp(graph_str(g, graph_func(g, func)->name), f->name) || !has_code(g, func))
			continue;
		if (graph_func(g, func)->alias_of && !(graph_func(g, func)->flags & (GF_DEFINED | GF_ASM)))
			func = graph_func(g, func)->alias_of;
		for (k = 0; k < n->nr && n->func[k] != func; k++)
			;
		if (k < n->nr)
			continue;
		if (f->file && is_of(g, func, f) && !placed++)
			n->nr = 0;
		else if (placed && !is_of(g, func, f))
			continue;
		if (n->nr < CANDIDATES_MAX)
			n->func[n->nr++] = func;
	}
}

static uint32_t find_one(const struct graph *g, const struct stack_frame *f)
{
	struct named n;

	find_functions(g, f, &n);
	return n.nr ? n.func[0] : 0;
}

/* What a step costs where the way would be `w`. */
static uint32_t step_cost(const struct step_search *s, uint32_t func, const struct way *w)
{
	if (w->cost != WAY_NONE)
		return w->cost;
	return step_is_hardware(s, func) ? 1 : COST_NO_WAY;
}

/* Of functions of one name those are meant that make the stack a likely one. */
static void choose(struct stack_judge *j, uint32_t nr)
{
	uint32_t i, a, b;

	for (i = 0; i < nr; i++) {
		struct named *in = &j->frame[i], *out = i ? &j->frame[i - 1] : NULL;

		for (b = 0; b < in->nr; b++) {
			in->best[b] = out && out->nr ? UINT32_MAX : 0;
			in->before[b] = 0;
		}
		for (a = 0; out && a < out->nr && in->nr; a++) {
			/* without a choice there is nothing to be compared */
			if (out->nr > 1 || in->nr > 1)
				step_search_from(&j->search, out->func[a]);
			for (b = 0; b < in->nr; b++) {
				struct way w = { .cost = 0 };
				uint32_t cost;

				if (out->nr > 1 || in->nr > 1)
					step_way(&j->search, out->func[a], in->func[b], NULL, 0, &w);
				cost = out->best[a] + step_cost(&j->search, in->func[b], &w);
				if (cost >= in->best[b])
					continue;
				in->best[b] = cost;
				in->before[b] = a;
			}
		}
	}
	for (i = nr, b = 0; i-- > 0;) {
		struct named *n = &j->frame[i];

		if (i + 1 == nr || !j->frame[i + 1].nr)
			for (a = 0, b = 0; a < n->nr; a++)
				if (n->best[a] < n->best[b])
					b = a;
		n->chosen = n->nr ? n->func[b] : 0;
		b = n->nr ? n->before[b] : 0;
	}
}

/* ---- rows ---------------------------------------------------------------------------- */

static struct q_frame *add_frame(struct stack_judge *j, const struct stack_frame *text,
				 uint32_t number, uint32_t func)
{
	struct q_stack_result *res = j->res;
	struct q_frame *f;

	ALLOC_GROW(res->frame, res->nr_frames + 1, res->alloc_frames);
	f = &res->frame[res->nr_frames++];
	memset(f, 0, sizeof(*f));
	f->stack = res->nr_stacks - 1;
	f->text = text;
	f->number = number;
	f->func = func;
	f->via = f->why = "";
	return f;
}

static void set_edge(struct stack_judge *j, struct q_frame *f, uint32_t edge)
{
	const struct graph *g = j->g;
	const struct g_edge *e = graph_edge(g, edge);
	const struct g_site *s = graph_site(g, e->site);

	f->edge = edge;
	f->step = e->rule == GR_DIRECT ? STEP_CALL : STEP_POINTER;
	f->kind = e->kind;
	f->rule = e->rule;
	f->site = (struct q_place){ s->file, s->line };
	f->registered = edge_registered(g, edge);
	f->via = edge_via(g, &j->res->arena, edge);
	f->candidates = site_candidates(g, edge);
}

/* The row of the frame itself, then those of what is filled in around it. */
static void add_way(struct stack_judge *j, const struct named *in, const struct way *w)
{
	uint32_t i = w->nr - 1;
	struct q_frame *f = add_frame(j, in->text, in->number, in->chosen);

	set_edge(j, f, w->edge[i]);
	while (i-- > 0) {
		f = add_frame(j, NULL, 0, edge_callee(j->g, graph_edge(j->g, w->edge[i])));
		f->from = (enum q_frame_from)w->from[i];
		set_edge(j, f, w->edge[i]);
	}
}

static int way_between(struct stack_judge *j, uint32_t outer, uint32_t inner,
		       const struct stack_frame *at, struct way *w)
{
	step_search_from(&j->search, outer);
	step_way(&j->search, outer, inner, at ? at->file : NULL, at ? at->line : 0, w);
	return w->cost != WAY_NONE;
}

/* Guesses between two frames (or inside of the innermost): from outer to inner
 * each is asked whether a way leads through it. fits[] is by text's frame. */
static void judge_guesses(struct stack_judge *j, const struct stack_text *t, uint32_t first,
			  uint32_t end, uint32_t outer, uint32_t inner, uint32_t *fits)
{
	uint32_t i, last = outer, func;
	struct way w;

	for (i = end; i-- > first;) {
		func = find_one(j->g, &t->frame[i]);
		fits[i] = 0;
		if (!func || !last || !way_between(j, last, func, NULL, &w))
			continue;
		if (inner && !way_between(j, func, inner, NULL, &w))
			continue;
		fits[i] = func;
		last = func;
	}
}

static void count_step(struct stack_judge *j, enum q_explained what)
{
	j->res->stack[j->res->nr_stacks - 1].steps[what]++;
}

static void add_unexplained(struct stack_judge *j, const struct named *in, const struct named *out)
{
	struct q_frame *f = add_frame(j, in->text, in->number, in->chosen);
	enum q_step step;
	const char *why = "";

	if (!out) {
		f->step = STEP_OUTERMOST;
		return;
	}
	if (!in->chosen || !out->chosen) {
		f->step = STEP_OUTSIDE;
		j->res->outside++;
		return;
	}
	if (step_is_hardware(&j->search, in->chosen) || out->text->pc) {
		f->step = STEP_INTERRUPT;
		j->res->interrupts++;
		return;
	}
	step = step_why(&j->search, out->chosen, in->chosen, &j->res->arena, &why);
	f->step = step;
	f->why = why;
	count_step(j, step == STEP_IMPOSSIBLE ? NOT_POSSIBLE : NOT_EXPLAINED);
}

static void add_step(struct stack_judge *j, const struct named *in, const struct named *out)
{
	struct way w = { .cost = WAY_NONE };

	/* where the CPU was inside the stack, nothing was called */
	if (out && in->chosen && out->chosen && !out->text->pc)
		way_between(j, out->chosen, in->chosen, out->text, &w);
	if (w.cost == WAY_NONE) {
		add_unexplained(j, in, out);
		return;
	}
	add_way(j, in, &w);
	count_step(j, w.nr > 1 ? EXPLAINED_FILLED :
		   graph_edge(j->g, w.edge[0])->rule == GR_DIRECT ? EXPLAINED_CALL : EXPLAINED_POINTER);
}

static void add_guess(struct stack_judge *j, const struct stack_text *t, uint32_t i, uint32_t fits)
{
	struct q_frame *f = add_frame(j, &t->frame[i], i, fits ? fits : find_one(j->g, &t->frame[i]));

	f->step = fits ? STEP_FITS : f->func ? STEP_LEFT_OVER : STEP_OUTSIDE;
}

/* All rows of a stack, innermost first. `nr` frames are no guesses. */
static void add_rows(struct stack_judge *j, const struct stack_text *t, uint32_t nr)
{
	uint32_t *fits = xcalloc(t->nr_frames + 1, sizeof(*fits)), at = 0, end, i;
	uint32_t k = nr;	/* frames from here on are done */

	while (at < t->nr_frames) {
		const struct named *in = k ? &j->frame[k - 1] : NULL;

		if (t->frame[at].guess) {
			for (end = at; end < t->nr_frames && t->frame[end].guess; end++)
				;
			if (end - at <= GUESSES_MAX)
				judge_guesses(j, t, at, end, in ? in->chosen : 0,
					      k < nr ? j->frame[k].chosen : 0, fits);
			for (i = at; i < end; i++)
				add_guess(j, t, i, fits[i]);
			at = end;
			continue;
		}
		add_step(j, in, k > 1 ? &j->frame[k - 2] : NULL);
		k--;
		at++;
	}
	free(fits);
}

static int is_proved(const struct q_frame *f)
{
	return f->edge || f->step == STEP_OUTERMOST || f->step == STEP_INTERRUPT;
}

/* What stands in a header for a function of a configuration that was not indexed: it can't have a frame. */
static int is_stub(const struct graph *g, uint32_t func)
{
	const struct g_func *f = graph_func(g, func);
	uint32_t n, edges = 0;

	for (n = 0; n < f->nr_nodes; n++)
		edges += graph_node(g, f->node + n)->nr_edges;
	return (f->flags & GF_INLINE) && !edges;
}

/*
 * A name may be that of another function: one of another configuration. What
 * is said to be impossible is so only where both frames' other steps show that
 * the right functions are meant.
 */
static void doubt(struct stack_judge *j, struct q_stack *s)
{
	struct q_frame *f = &j->res->frame[s->frame], *inner = NULL, *outer;
	uint32_t i, k;

	for (i = 0; i < s->nr_frames; i++) {
		if (f[i].text && f[i].text->guess)
			continue;
		for (k = i + 1; k < s->nr_frames && f[k].text && f[k].text->guess; k++)
			;
		outer = k < s->nr_frames ? &f[k] : NULL;
		if (f[i].step == STEP_IMPOSSIBLE &&
		    (!outer || is_stub(j->g, outer->func) || !is_proved(outer) || (inner && !is_proved(inner)))) {
			f[i].step = STEP_UNKNOWN;
			f[i].why = arena_printf(&j->res->arena, outer && is_stub(j->g, outer->func) ?
				"%s is inline and calls nothing in this index: the stack is of another configuration" :
				"no call leads here from %s; the frames around are not explained either: these may be other functions of the same names",
				outer ? graph_str(j->g, graph_func(j->g, outer->func)->name) : "");
			s->steps[NOT_POSSIBLE]--;
			s->steps[NOT_EXPLAINED]++;
		}
		inner = &f[i];
	}
}

/* ---- all --------------------------------------------------------------------------------- */

static uint64_t digest_of(const struct stack_text *t)
{
	uint64_t d = digest64("stack", 5);
	uint32_t i;

	for (i = 0; i < t->nr_frames; i++) {
		const struct stack_frame *f = &t->frame[i];

		if (f->guess)
			continue;
		d = digest_mix(d, digest_str(f->name));
		d = digest_mix(d, (uint64_t)f->line << 2 | (uint64_t)f->pc << 1 | f->user);
	}
	return digest_mix(d, digest_str(t->title));
}

static void add_sums(struct stack_judge *j, uint32_t stack, uint32_t file, uint32_t count)
{
	unsigned i;

	for (i = 0; i < EXPLAINED_NR; i++) {
		j->res->steps[i] += j->res->stack[stack].steps[i] * (count ? 1 : 0);
		j->res->file[file].steps[i] += j->res->stack[stack].steps[i];
	}
}

static void judge_stack(struct stack_judge *j, const struct stack_text *t, uint32_t file)
{
	struct q_stack_result *res = j->res;
	uint32_t *seen = idmap_put(&j->seen, digest_of(t), 0), i, nr = 0;
	struct q_stack *s;

	res->file[file].stacks++;
	if (*seen) {
		res->stack[*seen - 1].count += t->count;
		add_sums(j, *seen - 1, file, 0);
		return;
	}
	ALLOC_GROW(res->stack, res->nr_stacks + 1, res->alloc_stacks);
	s = &res->stack[res->nr_stacks++];
	*seen = res->nr_stacks;
	memset(s, 0, sizeof(*s));
	s->text = t;
	s->file = file;
	s->count = t->count;
	s->frame = res->nr_frames;
	ALLOC_GROW(j->frame, t->nr_frames, j->alloc);
	for (i = t->nr_frames; i-- > 0;) {
		if (t->frame[i].guess)
			continue;
		j->frame[nr] = (struct named){ .text = &t->frame[i], .number = i };
		find_functions(j->g, &t->frame[i], &j->frame[nr++]);
	}
	choose(j, nr);
	add_rows(j, t, nr);
	s->nr_frames = res->nr_frames - s->frame;
	doubt(j, s);
	stack_fill_context(j, s);
	add_sums(j, res->nr_stacks - 1, file, 1);
}

struct stack_judge *q_stack_begin(const struct graph *g, struct q_stack_result *res)
{
	struct stack_judge *j = xcalloc(1, sizeof(*j));
	uint32_t i;

	memset(res, 0, sizeof(*res));
	arena_init(&res->arena);
	j->g = g;
	j->res = res;
	step_search_init(&j->search, g);
	for (i = 1; i < g->nr_entry; i++)
		if (!strcmp(graph_str(g, graph_entry(g, i)->kind), "syscall"))
			*idmap_put(&j->entry, graph_entry(g, i)->func, 0) = i;
	return j;
}

void q_stack_debug(struct stack_judge *j, struct stack_debug *d)
{
	j->debug = d;
}

void q_stack_add(struct stack_judge *j, const char *name, const char *text, size_t len)
{
	struct q_stack_result *res = j->res;
	struct stack_texts *t;
	uint32_t i, found, other;

	if (res->nr_files == res->alloc_files) {
		ALLOC_GROW(res->file, res->nr_files + 1, res->alloc_files);
		res->text = xrealloc(res->text, res->alloc_files, sizeof(*res->text));
	}
	t = &res->text[res->nr_files];
	res->file[res->nr_files] = (struct q_stack_file){ .name = arena_strdup(&res->arena, name) };
	stack_texts_read(t, text, len);
	res->truncated |= t->truncated;
	if (j->debug) {
		stack_debug_fill(j->debug, t, &found, &other);
		res->placed += found;
		res->not_placed += other;
	}
	res->nr_files++;
	for (i = 0; i < t->nr; i++)
		judge_stack(j, &t->stack[i], res->nr_files - 1);
}

int q_stack_end(struct stack_judge *j)
{
	int ret = j->res->nr_stacks ? Q_FOUND : Q_NONE;

	step_search_release(&j->search);
	idmap_release(&j->seen);
	idmap_release(&j->entry);
	free(j->frame);
	free(j);
	return ret;
}

void q_stack_release(struct q_stack_result *res)
{
	uint32_t i;

	for (i = 0; i < res->nr_files; i++)
		stack_texts_release(&res->text[i]);
	free(res->text);
	free(res->file);
	free(res->stack);
	free(res->frame);
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}
