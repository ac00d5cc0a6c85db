/* SPDX-License-Identifier: MIT */
/* Stacks, frame by frame, innermost first. */
#include <stddef.h>
#include <string.h>

#include "base/xalloc.h"

#include "queries/stack/stack.h"
#include "reports/columns.h"
#include "reports/draw/draw.h"
#include "reports/html/html_p.h"

static const struct column head[] = {
	{ "n", CELL_UINT, .flags = COL_NOT_JSON },
	{ "steps", CELL_UINT },
	{ "calls", CELL_UINT },
	{ "pointers", CELL_UINT },
	{ "filled", CELL_UINT },
	{ "unknown", CELL_UINT },
	{ "impossible", CELL_UINT },
	{ "interrupts", CELL_UINT },
	{ "outside", CELL_UINT },
	{ "explained", CELL_WORD },
	{ "truncated", CELL_BOOL },
	{ NULL }
};

static uint32_t sum(const uint32_t *steps)
{
	uint32_t i, n = 0;

	for (i = 0; i < EXPLAINED_NR; i++)
		n += steps[i];
	return n;
}

/* "97.3 %" of the steps; "" where there is none. */
static const char *explained(const uint32_t *steps, struct arena *a)
{
	uint32_t n = sum(steps), bad = steps[NOT_EXPLAINED] + steps[NOT_POSSIBLE];

	return n ? arena_printf(a, "%.1f %%", 100.0 * (n - bad) / n) : "";
}

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct q_stack_result *res = p;
	unsigned i;

	c[0].id = res->nr_stacks;
	c[1].id = sum(res->steps);
	for (i = 0; i < EXPLAINED_NR; i++)
		c[2 + i].id = res->steps[i];
	c[7].id = res->interrupts;
	c[8].id = res->outside;
	c[9].text = explained(res->steps, a);
	c[10].id = (uint32_t)res->truncated;
}

/* ---- files: what --recall asks for ------------------------------------------------- */

static const struct column files[] = {
	{ "file", CELL_CODE, 1, 1, .style = TS_NAME, .label = "file" },
	{ "stacks", CELL_UINT, 0, 2, .label = "stacks" },
	{ "steps", CELL_UINT, 0, 3, .label = "steps" },
	{ "explained", CELL_WORD, 4, 4, .style = TS_KIND, .label = "explained" },
	{ "unknown", CELL_UINT, 0, 5, .label = "unknown" },
	{ "impossible", CELL_UINT, 0, 6, .label = "impossible" },
	{ NULL, CELL_WORD, 2 },		/* "2 stacks" */
	{ NULL, CELL_WORD, 3 },		/* "10 steps" */
	{ NULL }
};

static void file_span(const void *p, unsigned arg, uint32_t *first, uint32_t *nr)
{
	const struct q_stack_result *res = p;

	*first = 0;
	*nr = res->recall ? res->nr_files : 0;
}

static void read_file(const struct report *r, const void *p, uint32_t i, struct cell *c,
		      struct arena *a)
{
	const struct q_stack_file *f = &((const struct q_stack_result *)p)->file[i];

	c[0].text = f->name;
	c[1].id = f->stacks;
	c[2].id = sum(f->steps);
	c[3].text = explained(f->steps, a);
	c[4].id = f->steps[NOT_EXPLAINED];
	c[5].id = f->steps[NOT_POSSIBLE];
	c[6].text = arena_printf(a, "%u %s", f->stacks,
				 report_count(r, f->stacks, "stacks"));
	c[7].text = arena_printf(a, "%u %s", sum(f->steps),
				 report_count(r, sum(f->steps), "steps"));
}

/* ---- stacks ------------------------------------------------------------------------- */

static const struct column stacks[] = {
	{ "form", CELL_WORD },
	{ "title", CELL_WORD },
	{ "part", CELL_WORD, .flags = COL_NULL },
	{ "task", CELL_WORD, .flags = COL_NULL },
	{ "pid", CELL_UINT },
	{ "cpu", CELL_UINT },
	{ "count", CELL_UINT },
	{ "line", CELL_UINT },
	{ "context", CELL_NAMES },
	{ "frames", CELL_UINT },
	{ NULL }
};

static void stack_span(const void *p, unsigned arg, uint32_t *first, uint32_t *nr)
{
	const struct q_stack_result *res = p;

	*first = 0;
	*nr = res->recall ? 0 : res->nr_stacks;
}

static void read_stack(const struct report *r, const void *p, uint32_t i, struct cell *c,
		       struct arena *a)
{
	const struct q_stack *s = &((const struct q_stack_result *)p)->stack[i];

	c[0].text = stack_form_name[s->text->form];
	c[1].text = s->text->title;
	c[2].text = s->text->part;
	c[3].text = s->text->task;
	c[4].id = (uint32_t)s->text->pid;
	c[4].null = s->text->pid < 0;
	c[5].id = (uint32_t)s->text->cpu;
	c[5].null = s->text->cpu < 0;
	c[6].id = s->count;
	c[7].id = s->text->first;
	c[8].list = s->context;
	c[8].nr = s->nr_context;
	c[9].id = s->nr_frames;
}

/* ---- frames ------------------------------------------------------------------------- */

static const struct column frames[] = {
	{ "stack", CELL_UINT },
	{ "frame", CELL_WORD, 1, 1, COL_NULL, .label = "#" },
	{ "function", CELL_FUNC, 2, 2, .style = TS_NAME, .label = "function" },
	{ "symbol", CELL_CODE, 2, 2, COL_NULL, TS_NAME },
	{ "step", CELL_WORD },
	{ "kind", CELL_KIND, .flags = COL_NULL },
	{ NULL, CELL_WORD, 3, 3, .style = TS_KIND, .label = "how" },
	{ NULL, CELL_WORD, 3, 3, .style = TS_BAD },
	{ "missing", CELL_WORD, 3, 3, COL_NULL | COL_JOIN, TS_NOTE },
	{ "site", CELL_PLACE, 4, 4, .style = TS_PLACE, .label = "called at" },
	{ NULL, CELL_WORD, 0, 5, .label = "why" },
	{ "via", CELL_CODE, 0, 5, COL_NULL | COL_JOIN },
	{ "registered", CELL_PLACE, 0, 5, COL_JOIN },
	{ "rule", CELL_RULE, .flags = COL_NULL },
	{ "candidates", CELL_UINT },
	{ "why", CELL_WORD, 5, 5, COL_BELOW | COL_NULL | COL_JOIN, TS_NOTE },
	{ NULL, CELL_WORD, 5, 0, COL_BELOW, TS_NOTE },
	{ "guess", CELL_BOOL },
	{ NULL }
};

static void frame_span(const void *p, unsigned arg, uint32_t *first, uint32_t *nr)
{
	const struct q_stack_result *res = p;

	*first = 0;
	*nr = res->recall ? 0 : res->nr_frames;
}

/* "proto_ops.connect = f in g (net/…:1064); 3 candidates, two-layer" */
static const char *reason(const struct report *r, const struct q_frame *f, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *text;

	if (f->step != STEP_POINTER)
		return "";
	strbuf_addstr(&sb, f->via);
	if (f->registered.file) {
		strbuf_addstr(&sb, " (");
		report_place(r, f->registered.file, f->registered.line, &sb);
		strbuf_addch(&sb, ')');
	}
	strbuf_addf(&sb, "; %u %s, %s", f->candidates,
		    report_count(r, f->candidates, "candidates"),
		    report_rule(f->rule));
	text = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return text;
}

/* What is said of a step that is a call of some kind, and of one that is none. */
static void how(const struct report *r, const struct q_frame *f, struct cell *good, struct cell *bad)
{
	switch (f->step) {
	case STEP_POINTER:
		good->text = report_kind(r, f->kind);
		break;
	case STEP_INTERRUPT: case STEP_FITS: case STEP_LEFT_OVER:
		good->text = report_tr(r, q_step_name[f->step]);
		break;
	case STEP_UNKNOWN: case STEP_IMPOSSIBLE:
		bad->text = report_tr(r, q_step_name[f->step]);
		break;
	case STEP_OUTSIDE:
		good->text = f->text && f->text->user ? report_tr(r, "user program") :
			     f->func ? "" : report_tr(r, "not in the index");
		break;
	default:
		break;
	}
}

static void read_frame(const struct report *r, const void *p, uint32_t i, struct cell *c,
		       struct arena *a)
{
	const struct q_frame *f = &((const struct q_stack_result *)p)->frame[i];

	c[0].id = f->stack + 1;
	c[1].text = !f->text ? "+" : arena_printf(a, "%s%u", f->text->guess ? "?" : "", f->number);
	c[2].id = f->func;
	c[3].text = f->text ? f->text->symbol : "";
	c[4].text = q_step_name[f->step];
	c[5].id = f->step == STEP_POINTER ? f->kind : 0;
	how(r, f, &c[6], &c[7]);
	c[8].text = f->text && f->text->inlined ? report_tr(r, "inlined") :
		    report_tr(r, q_frame_from_name[f->from]);
	c[9].place = f->site;
	c[11].text = f->step == STEP_POINTER ? f->via : "";
	c[12].place = f->registered;
	c[13].id = f->edge ? f->rule : 0;
	c[14].id = f->candidates;
	c[15].text = f->why;
	c[16].text = reason(r, f, a);
	c[17].id = f->text && f->text->guess;
}

/* "BUG: … in f, Freed by task 12: sh/12, CPU 0 (3 times)" */
static void add_title(const struct report *r, const struct q_stack *s, struct strbuf *sb)
{
	const struct stack_text *t = s->text;

	strbuf_addstr(sb, *t->title ? t->title : *t->part ? t->part :
		      *t->task ? t->task : report_tr(r, "stack"));
	if (*t->title && *t->part)
		strbuf_addf(sb, "; %s", t->part);
	if (*t->task && (*t->title || *t->part))
		strbuf_addf(sb, "; %s", t->task);
	if (t->pid >= 0 && *t->task)
		strbuf_addf(sb, "/%d", t->pid);
	if (t->cpu >= 0 && *t->task)
		strbuf_addf(sb, ", CPU %d", t->cpu);
	if (s->count > 1)
		strbuf_addf(sb, "  ×%u", s->count);
}

static const struct group_head *frame_group(const struct report *r, const void *p, uint32_t i,
					    struct arena *a)
{
	const struct q_stack_result *res = p;
	const struct q_stack *s = &res->stack[res->frame[i].stack];
	struct strbuf sb = STRBUF_INIT;
	struct group_head *h;
	uint32_t k;

	if (i != s->frame)
		return NULL;
	h = arena_alloc(a, sizeof(*h));
	h->rows = s->nr_frames;
	if (*res->file[s->file].name)
		strbuf_addf(&sb, "%s:%u: ", res->file[s->file].name, s->text->first);
	add_title(r, s, &sb);
	h->title = arena_strdup(a, sb.buf);
	strbuf_clear(&sb);
	for (k = 0; k < s->nr_context; k++)
		strbuf_addf(&sb, "%s%s", k ? " > " : report_tr(r, "context: "), s->context[k]);
	h->about = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return h;
}

static const struct section sections[] = {
	{ .key = "files", .column = files, .span = file_span, .row = read_file, .title = "files" },
	{ .key = "stacks", .column = stacks, .span = stack_span, .row = read_stack, .only_data = 1 },
	{ .key = "frames", .column = frames, .span = frame_span, .row = read_frame,
	  .group = frame_group },
};

static const struct form_note notes[] = {
	{ "steps", NULL, "steps between functions of the index: {steps}, explained {explained}: calls by name {calls}, through pointers {pointers}, with frames filled in {filled}; unknown {unknown}, impossible {impossible}" },
	{ "interrupts", NULL, "interrupts and exceptions, which are no calls: {interrupts}" },
	{ "outside", NULL, "steps with a function that the index does not have: {outside}" },
	{ "truncated", NULL, "there were more stacks: the rest was not looked at" },
	{ NULL }
};

/* ---- pictures: every run of proved steps is a path ------------------------------------- */

struct run_paths {
	struct q_path_result res;
	struct q_path *path;
	struct q_hop *hop;
};

static void add_hop(struct run_paths *p, const struct graph *g, const struct q_frame *f,
		    struct q_path *path)
{
	const struct g_edge *e = graph_edge(g, f->edge);

	path->hop[path->nr_hops++] = (struct q_hop){
		.edge = f->edge, .caller = graph_node(g, e->from)->func, .callee = e->func,
		.kind = f->kind, .rule = f->rule, .site = f->site, .registered = f->registered,
		.via = f->via, .note = "", .expr = "", .macro = "", .candidates = f->candidates,
	};
}

static void runs_of(struct run_paths *p, const struct graph *g, const struct q_stack_result *res)
{
	struct q_path *path = NULL;
	uint32_t i, nr = 0;

	memset(p, 0, sizeof(*p));
	p->path = xcalloc(res->nr_frames + 1, sizeof(*p->path));
	p->hop = xcalloc(res->nr_frames + 1, sizeof(*p->hop));
	for (i = res->nr_frames; i-- > 0;) {
		const struct q_frame *f = &res->frame[i];

		if (f->text && f->text->guess)
			continue;
		if (!f->edge || (i + 1 < res->nr_frames && res->frame[i + 1].stack != f->stack))
			path = NULL;
		if (!f->edge)
			continue;
		if (!path) {
			path = &p->path[p->res.nr_paths++];
			path->hop = &p->hop[nr];
		}
		add_hop(p, g, f, path);
		nr++;
	}
	p->res.path = p->path;
	p->res.asked_from = p->res.asked_to = "";
}

static void runs_release(struct run_paths *p)
{
	free(p->path);
	free(p->hop);
}

static struct Agraph_s *picture(struct report *r, const void *res, uint32_t max)
{
	struct run_paths p;
	struct Agraph_s *g;

	runs_of(&p, r->g, res);
	g = draw_path(r, &p.res);
	runs_release(&p);
	return g;
}

static int by_mermaid(struct report *r, const void *res, struct strbuf *err)
{
	struct run_paths p;
	int ret;

	runs_of(&p, r->g, res);
	ret = mermaid_writer.path(r, &p.res, err);
	runs_release(&p);
	return ret;
}

const struct form stack_form = {
	.name = "stack",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = 3,
	.note = notes,
	.draw = picture, .mermaid = by_mermaid,
};
