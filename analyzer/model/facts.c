/* SPDX-License-Identifier: MIT */
#include "facts.h"

#include "base/digest.h"
#include "base/xalloc.h"

static void start_arrays(struct tu_facts *f)
{
#define X(type, noun, none) \
	f->nr_##noun = none; \
	if (none) { \
		ALLOC_GROW(f->noun, 1, f->alloc_##noun); \
		memset(f->noun, 0, sizeof(*f->noun)); \
	}
	FACTS_ARRAYS(X)
#undef X
}

void facts_init(struct tu_facts *f)
{
	memset(f, 0, sizeof(*f));
	strtab_init(&f->str);
	start_arrays(f);
}

void facts_clear(struct tu_facts *f)
{
	struct tu_facts none = {
		.str = f->str, .val_map = f->val_map, .guard_map = f->guard_map,
	};

	strtab_clear(&none.str);
	idmap_clear(&none.val_map);
	idmap_clear(&none.guard_map);
#define X(type, noun, zero) \
	none.noun = f->noun; \
	none.alloc_##noun = f->alloc_##noun;
	FACTS_ARRAYS(X)
#undef X
	*f = none;
	start_arrays(f);
}

void facts_release(struct tu_facts *f)
{
	strtab_release(&f->str);
	idmap_release(&f->val_map);
	idmap_release(&f->guard_map);
#define X(type, noun, none) free(f->noun);
	FACTS_ARRAYS(X)
#undef X
	memset(f, 0, sizeof(*f));
}

uint32_t facts_val(struct tu_facts *f, enum val_kind kind, uint32_t a,
		   uint32_t b, int64_t num, unsigned flags)
{
	uint64_t h = digest_mix(digest_mix(kind | flags << 8, idmap_pair(a, b)),
				(uint64_t)num);
	struct tu_val *v;
	unsigned depth;
	uint32_t *id;

	if (kind == VAL_UNKNOWN)
		return 0;
	for (;; h = digest_mix(h, 1)) {
		id = idmap_put(&f->val_map, h, 0);
		if (!*id)
			break;
		v = &f->val[*id];
		if (v->kind == kind && v->flags == flags && v->a == a &&
		    v->b == b && v->num == num)
			return *id;
	}
	ALLOC_GROW(f->val, f->nr_val + 1, f->alloc_val);
	v = &f->val[f->nr_val];
	v->kind = (uint8_t)kind;
	v->flags = (uint8_t)flags;
	v->a = a;
	v->b = b;
	v->num = num;
	depth = facts_val_depth(f, v);
	if (depth > FACTS_MAX_VAL_DEPTH) {
		f->too_deep++;
		return 0;
	}
	v->depth = (uint16_t)depth;
	return *id = f->nr_val++;
}

void facts_gconst(struct tu_facts *f, uint32_t value)
{
	ALLOC_GROW(f->gconst, f->nr_gconst + 1, f->alloc_gconst);
	f->gconst[f->nr_gconst++] = value;
}

static int same_guard(const struct tu_facts *f, const struct tu_guard *a, const struct tu_guard *b)
{
	return a->parent == b->parent && a->text == b->text && a->line == b->line &&
		a->rel == b->rel && a->flags == b->flags && a->subject == b->subject &&
		a->nr == b->nr && (a->first == b->first || !a->nr ||
		!memcmp(&f->gconst[a->first], &f->gconst[b->first], a->nr * sizeof(*f->gconst)));
}

uint32_t facts_guard(struct tu_facts *f, const struct tu_guard *g)
{
	uint64_t h = digest_mix(idmap_pair(g->parent, g->text), idmap_pair(g->line, g->subject));
	uint32_t *id;

	h = digest_mix(h, idmap_pair(g->nr, g->rel | (unsigned)g->flags << 8));
	for (;; h = digest_mix(h, 1)) {
		id = idmap_put(&f->guard_map, h, 0);
		if (!*id)
			break;
		if (same_guard(f, &f->guard[*id], g)) {
			if (g->nr && g->first + g->nr == f->nr_gconst && f->guard[*id].first != g->first)
				f->nr_gconst = g->first;
			return *id;
		}
	}
	if (f->guard[g->parent].depth >= FACTS_MAX_GUARDS) {
		f->too_deep++;
		return g->parent;
	}
	ALLOC_GROW(f->guard, f->nr_guard + 1, f->alloc_guard);
	f->guard[f->nr_guard] = *g;
	f->guard[f->nr_guard].depth = (uint16_t)(f->guard[g->parent].depth + 1);
	return *id = f->nr_guard++;
}

const char *facts_full(const struct tu_facts *f)
{
#define X(type, noun, none) \
	if (f->nr_##noun >= FACTS_MAX_ENTRIES) \
		return #noun;
	FACTS_ARRAYS(X)
#undef X
	return f->str.arena.total >= FACTS_MAX_STRINGS ? "str" : NULL;
}

#define DEFINE_APPEND(noun) \
uint32_t facts_##noun(struct tu_facts *f) \
{ \
	ALLOC_GROW(f->noun, f->nr_##noun + 1, f->alloc_##noun); \
	memset(&f->noun[f->nr_##noun], 0, sizeof(*f->noun)); \
	return f->nr_##noun++; \
}

DEFINE_APPEND(sym)
DEFINE_APPEND(rec)
DEFINE_APPEND(field)
DEFINE_APPEND(call)
DEFINE_APPEND(store)
DEFINE_APPEND(use)
DEFINE_APPEND(body)

/* ---- text ------------------------------------------------------------- */

/* Values share parts: what is small in the facts may be endless as text. */
#define MAX_TEXT 4096

static void val_text(const struct tu_facts *f, uint32_t val, size_t end, struct strbuf *out)
{
	static const char *const op[] = { "op", "+", "-", "&", "|", "^", "<<", ">>", "*", "/", "~", "-" };
	const struct tu_val *v = &f->val[val];

	if (out->len > end)
		return;
	switch ((enum val_kind)v->kind) {
	case VAL_NULL:
		strbuf_addstr(out, "NULL");
		break;
	case VAL_CONST:
		strbuf_addstr(out, facts_str(f, v->a));
		break;
	case VAL_FUNC:
	case VAL_VAR:
	case VAL_RETURN:
		strbuf_addstr(out, facts_str(f, f->sym[v->a].name));
		if (v->kind == VAL_RETURN)
			strbuf_addstr(out, "()");
		break;
	case VAL_PARAM:
		if (v->num)
			strbuf_addstr(out, facts_str(f, (uint32_t)v->num));
		else
			strbuf_addf(out, "%s#%u", facts_str(f, f->sym[v->a].name), v->b + 1);
		break;
	case VAL_FIELD:
		val_text(f, v->a, end, out);
		strbuf_addstr(out, v->flags & VALF_ARROW ? "->" : ".");
		strbuf_addstr(out, facts_str(f, f->field[v->b].name));
		break;
	case VAL_INDEX:
		val_text(f, v->a, end, out);
		strbuf_addstr(out, "[");
		if (v->b)
			val_text(f, v->b, end, out);
		strbuf_addstr(out, "]");
		break;
	case VAL_DEREF:
	case VAL_ADDR:
		if (v->kind == VAL_ADDR && f->val[v->a].kind == VAL_FIELD &&
		    f->val[f->val[v->a].a].kind == VAL_NULL) {
			const struct tu_field *x = &f->field[f->val[v->a].b];

			strbuf_addf(out, "offsetof(%s, %s)", facts_str(f, f->rec[x->rec].name),
				    facts_str(f, x->name));
			break;
		}
		strbuf_addch(out, v->kind == VAL_DEREF ? '*' : '&');
		val_text(f, v->a, end, out);
		break;
	case VAL_CALL:
		val_text(f, f->call[v->a].callee, end, out);
		strbuf_addstr(out, "()");
		break;
	case VAL_CHOICE:
		strbuf_addch(out, '{');
		val_text(f, v->a, end, out);
		strbuf_addstr(out, " | ");
		val_text(f, v->b, end, out);
		strbuf_addch(out, '}');
		break;
	case VAL_ARITH:
		strbuf_addch(out, '(');
		val_text(f, v->a, end, out);
		if (v->b) {
			strbuf_addf(out, " %s ", v->num >= 0 && v->num < (int)ARRAY_SIZE(op) ? op[v->num] : "op");
			val_text(f, v->b, end, out);
		}
		strbuf_addch(out, ')');
		break;
	case VAL_SECTION:
		strbuf_addf(out, "section(%s)", facts_str(f, v->a));
		break;
	case VAL_STRING:
		strbuf_addstr(out, "\"…\"");
		break;
	case VAL_JUST:
		val_text(f, v->a, end, out);
		break;
	default:
		strbuf_addch(out, '?');
	}
}

void facts_val_text(const struct tu_facts *f, uint32_t val, struct strbuf *out)
{
	size_t end = out->len + MAX_TEXT;

	val_text(f, val, end, out);
	if (out->len > end)
		strbuf_addstr(out, "…");
}

/* ---- the lists of facts.h hold all members --------------------------------------- */

#define SIZE_OF(x, holds, m) + sizeof(((x *)0)->m)
#define SIZE_OF_RANGE(x, noun, first, nr) SIZE_OF(x, u32, first) SIZE_OF(x, u32, nr)
#define COMPLETE(type, LIST, more) \
	_Static_assert(sizeof(type) == more LIST(SIZE_OF, SIZE_OF_RANGE, type), \
		       "a member of " #type " does not stand in " #LIST \
		       ", or there is padding between members that is no member")

COMPLETE(struct tu_sym, TU_SYM, 0);
COMPLETE(struct tu_rec, TU_REC, 0);
COMPLETE(struct tu_field, TU_FIELD, 0);
COMPLETE(struct tu_val, TU_VAL, 0);
COMPLETE(struct tu_guard, TU_GUARD, 0);
COMPLETE(struct tu_call, TU_CALL, 0);
COMPLETE(struct tu_store, TU_STORE, 0);
COMPLETE(struct tu_use, TU_USE, 0);
COMPLETE(struct tu_body, TU_BODY, 0);
#define X(type, noun, none) + sizeof(type *) + 2 * sizeof(uint32_t)
COMPLETE(struct tu_facts, TU_FACTS,
	 (sizeof(struct strtab) + 2 * sizeof(struct idmap) FACTS_ARRAYS(X)));
#undef X
