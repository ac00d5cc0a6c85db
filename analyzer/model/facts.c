/* SPDX-License-Identifier: MIT */
#include "facts.h"

#include "base/digest.h"
#include "base/xalloc.h"

/* Arrays whose id 0 means "none" start with one zeroed entry. */
static void start_arrays(struct tu_facts *f)
{
	facts_sym(f);
	facts_rec(f);
	facts_field(f);
	facts_guard(f);
	ALLOC_GROW(f->val, f->nr_val + 1, f->alloc_val);
	memset(&f->val[f->nr_val++], 0, sizeof(*f->val));
}

void facts_init(struct tu_facts *f)
{
	memset(f, 0, sizeof(*f));
	strtab_init(&f->str);
	start_arrays(f);
}

void facts_clear(struct tu_facts *f)
{
	strtab_clear(&f->str);
	idmap_clear(&f->val_map);
	f->file = f->object = f->unit = f->error = f->nr_errors = 0;
	f->status = TU_OK;
	f->hash = 0;
	f->seconds = 0;
	f->nr_sym = f->nr_rec = f->nr_field = f->nr_val = f->nr_guard = 0;
	f->nr_gconst = f->nr_call = f->nr_arg = f->nr_store = f->nr_body = 0;
	start_arrays(f);
}

void facts_release(struct tu_facts *f)
{
	strtab_release(&f->str);
	idmap_release(&f->val_map);
	free(f->sym);
	free(f->rec);
	free(f->field);
	free(f->val);
	free(f->guard);
	free(f->gconst);
	free(f->call);
	free(f->arg);
	free(f->store);
	free(f->body);
	memset(f, 0, sizeof(*f));
}

uint32_t facts_val(struct tu_facts *f, enum val_kind kind, uint32_t a,
		   uint32_t b, int64_t num, unsigned flags)
{
	uint64_t h = digest_mix(digest_mix(kind | flags << 8, idmap_pair(a, b)),
				(uint64_t)num);
	struct tu_val *v;
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
	return *id = f->nr_val++;
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
DEFINE_APPEND(guard)
DEFINE_APPEND(call)
DEFINE_APPEND(store)
DEFINE_APPEND(body)

/* ---- digests ---------------------------------------------------------- */

struct digests {
	uint64_t *str, *sym, *rec, *field, *val, *guard;
};

static uint64_t *digest_array(size_t nr)
{
	return xcalloc(nr, sizeof(uint64_t));
}

/* A call's result as a value: by where the call stands, which is unique
 * within a body and does not depend on ids. */
static uint64_t val_digest(const struct tu_facts *f, const struct digests *d,
			   const struct tu_val *v)
{
	uint64_t num = v->kind == VAL_PARAM ? d->str[v->num] : (uint64_t)v->num;
	uint64_t h = digest_mix(v->kind | (unsigned)v->flags << 8, num);

	switch ((enum val_kind)v->kind) {
	case VAL_CONST:
	case VAL_SECTION:
		return digest_mix(h, d->str[v->a]);
	case VAL_FUNC:
	case VAL_VAR:
	case VAL_RETURN:
		return digest_mix(h, d->sym[v->a]);
	case VAL_PARAM:
		return digest_mix(digest_mix(h, d->sym[v->a]), v->b);
	case VAL_FIELD:
		return digest_mix(digest_mix(h, d->val[v->a]), d->field[v->b]);
	case VAL_INDEX:
	case VAL_CHOICE:
	case VAL_ARITH:
	case VAL_JUST:
		return digest_mix(digest_mix(h, d->val[v->a]), d->val[v->b]);
	case VAL_DEREF:
	case VAL_ADDR:
		return digest_mix(h, d->val[v->a]);
	case VAL_CALL:
		return digest_mix(h, idmap_pair(f->call[v->a].line, f->call[v->a].col));
	default:
		return h;
	}
}

static uint64_t guard_digest(const struct tu_facts *f, const struct digests *d,
			     const struct tu_guard *g)
{
	uint64_t h = digest_mix(d->guard[g->parent], d->str[g->text]);
	uint32_t i;

	h = digest_mix(h, idmap_pair(g->line, g->rel | (unsigned)g->flags << 8));
	h = digest_mix(h, d->val[g->subject]);
	for (i = 0; i < g->nr; i++)
		h = digest_mix(h, d->val[f->gconst[g->first + i]]);
	return h;
}

static uint64_t body_digest(const struct tu_facts *f, const struct digests *d,
			    const struct tu_body *b)
{
	const struct tu_sym *s = &f->sym[b->sym];
	uint64_t h = digest_mix(d->sym[b->sym], d->str[s->sig]);
	uint32_t i, j;

	h = digest_mix(h, idmap_pair(s->line, s->end_line));
	h = digest_mix(h, idmap_pair(s->flags, (uint32_t)d->str[s->section]));
	for (i = 0; i < b->nr_calls; i++) {
		const struct tu_call *c = &f->call[b->call + i];

		h = digest_mix(h, d->val[c->callee]);
		h = digest_mix(h, idmap_pair(c->line, c->col));
		h = digest_mix(h, d->str[c->file] ^ (d->str[c->macro] >> 1));
		h = digest_mix(h, d->guard[c->guard] ^ c->flags);
		for (j = 0; j < c->nr_args; j++)
			h = digest_mix(h, d->val[f->arg[c->arg + j]]);
	}
	for (i = 0; i < b->nr_stores; i++) {
		const struct tu_store *st = &f->store[b->store + i];

		h = digest_mix(h, d->val[st->dst]);
		h = digest_mix(h, d->val[st->src]);
		h = digest_mix(h, idmap_pair(st->line, (uint32_t)(st->cls | st->op << 8 | st->flags << 16)));
		h = digest_mix(h, d->str[st->file] ^ (d->str[st->macro] >> 1));
		h = digest_mix(h, d->guard[st->guard]);
	}
	return h;
}

void facts_digest(struct tu_facts *f)
{
	struct digests d = {
		.str = digest_array(f->str.nr), .sym = digest_array(f->nr_sym),
		.rec = digest_array(f->nr_rec), .field = digest_array(f->nr_field),
		.val = digest_array(f->nr_val), .guard = digest_array(f->nr_guard),
	};
	uint32_t i;

	for (i = 0; i < f->str.nr; i++)
		d.str[i] = digest64(f->str.str[i], f->str.len[i]);
	for (i = 0; i < f->nr_sym; i++) {
		const struct tu_sym *s = &f->sym[i];
		uint64_t path = s->linkage == LINK_EXTERNAL ? 0 : d.str[s->path];

		d.sym[i] = digest_mix(digest_mix(d.str[s->usr] ^ s->kind, path),
				      s->kind == SYM_LOCAL ? s->line : 0);
	}
	for (i = 0; i < f->nr_rec; i++)
		d.rec[i] = digest_mix(d.str[f->rec[i].path], d.str[f->rec[i].key]);
	for (i = 0; i < f->nr_field; i++)
		d.field[i] = digest_mix(d.rec[f->field[i].rec], d.str[f->field[i].name]);
	for (i = 1; i < f->nr_val; i++)
		d.val[i] = val_digest(f, &d, &f->val[i]);
	for (i = 1; i < f->nr_guard; i++)
		d.guard[i] = guard_digest(f, &d, &f->guard[i]);
	for (i = 0; i < f->nr_body; i++)
		f->body[i].digest = body_digest(f, &d, &f->body[i]);
	free(d.str);
	free(d.sym);
	free(d.rec);
	free(d.field);
	free(d.val);
	free(d.guard);
}

/* ---- text ------------------------------------------------------------- */

void facts_val_text(const struct tu_facts *f, uint32_t val, struct strbuf *out)
{
	static const char *const op[] = { "op", "+", "-", "&", "|", "^", "<<", ">>", "*", "/", "~", "-" };
	const struct tu_val *v = &f->val[val];

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
		facts_val_text(f, v->a, out);
		strbuf_addstr(out, v->flags & VALF_ARROW ? "->" : ".");
		strbuf_addstr(out, facts_str(f, f->field[v->b].name));
		break;
	case VAL_INDEX:
		facts_val_text(f, v->a, out);
		strbuf_addstr(out, "[");
		if (v->b)
			facts_val_text(f, v->b, out);
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
		facts_val_text(f, v->a, out);
		break;
	case VAL_CALL:
		facts_val_text(f, f->call[v->a].callee, out);
		strbuf_addstr(out, "()");
		break;
	case VAL_CHOICE:
		strbuf_addch(out, '{');
		facts_val_text(f, v->a, out);
		strbuf_addstr(out, " | ");
		facts_val_text(f, v->b, out);
		strbuf_addch(out, '}');
		break;
	case VAL_ARITH:
		strbuf_addch(out, '(');
		facts_val_text(f, v->a, out);
		if (v->b) {
			strbuf_addf(out, " %s ", v->num >= 0 && v->num < (int)ARRAY_SIZE(op) ? op[v->num] : "op");
			facts_val_text(f, v->b, out);
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
		facts_val_text(f, v->a, out);
		break;
	default:
		strbuf_addch(out, '?');
	}
}
