/* SPDX-License-Identifier: MIT */
#include "lexicon.h"

#include <ctype.h>
#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"

#define CONSTANT "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

static struct lex_word *lex_add(struct lexicon *lex, const char *s, size_t n, unsigned kinds)
{
	uint32_t *at = idmap_put(&lex->map, digest64(s, n), lex->nr_word);

	if (*at == lex->nr_word) {
		ALLOC_GROW(lex->word, lex->nr_word + 1, lex->alloc_word);
		memset(&lex->word[lex->nr_word++], 0, sizeof(*lex->word));
	}
	lex->word[*at].kinds |= (uint16_t)kinds;
	return &lex->word[*at];
}

static void add_functions(struct lexicon *lex)
{
	const struct graph *g = lex->g;
	uint32_t i;

	lex->next_func = xcalloc((size_t)g->nr_func + 1, sizeof(*lex->next_func));
	for (i = g->nr_func; i-- > 1;) {
		const struct g_func *f = graph_func(g, i);
		int body = (f->flags & (GF_DEFINED | GF_ASM)) || f->alias_of;
		struct lex_word *w = lex_add(lex, graph_str(g, f->name), graph_strlen(g, f->name),
					     LEX_FUNC | (body ? LEX_BODY : 0));

		lex->next_func[i] = w->func;
		w->func = i;
	}
}

static void add_slots(struct lexicon *lex)
{
	const struct graph *g = lex->g;
	uint32_t i;

	for (i = 1; i < g->nr_slot; i++) {
		const struct g_slot *s = graph_slot(g, i);
		const char *name = graph_str(g, s->name), *dot = strrchr(name, '.');

		if (s->kind == GS_FIELD && s->type) {
			struct lex_word *w = lex_add(lex, graph_str(g, s->type),
						     graph_strlen(g, s->type), LEX_STRUCT);

			if (!w->slot)
				w->slot = i;
			if (dot)
				lex_add(lex, dot + 1, strlen(dot + 1), LEX_FIELD);
		} else if (s->kind == GS_GLOBAL) {
			lex_add(lex, name, strcspn(name, "["), LEX_OBJECT);
		}
	}
}

/* "TCP_SYN_SENT" is also known as "SYN_SENT" and, by its other blanks,
 * "SYN-SENT". A single word, such as "DMA", is a state only of a field that holds states. */
static void add_state(struct lexicon *lex, const char *name, const char *field)
{
	const char *tail = strchr(name, '_');
	size_t n = strlen(name), i;
	char dashed[64];

	if (!tail || !tail[1] || !strchr(tail + 1, '_')) {
		int holds = k_strings_match(&lex->k->doc.state_fields, field);

		lex_add(lex, name, n, tail || holds ? LEX_STATE | LEX_CONST : LEX_CONST);
		if (!holds)
			return;
	} else {
		lex_add(lex, name, n, LEX_STATE | LEX_CONST);
	}
	if (!tail || !tail[1] || strlen(tail + 1) >= sizeof(dashed))
		return;
	n = strlen(++tail);
	lex_add(lex, tail, n, LEX_STATE);
	for (i = 0; i <= n; i++)
		dashed[i] = tail[i] == '_' ? '-' : tail[i];
	lex_add(lex, dashed, n, LEX_STATE);
}

static const char *slot_name(const struct graph *g, uint32_t slot)
{
	return slot ? graph_str(g, graph_slot(g, slot)->name) : "";
}

/* What a condition compares a field with. */
static void add_compared(struct lexicon *lex, const struct g_guard *gu)
{
	uint32_t i;

	for (i = gu->consts; i < gu->consts + gu->nr_consts; i++) {
		const char *text = graph_str(lex->g, graph_constant(lex->g, i)->name);

		if (isupper((unsigned char)*text) && !text[strspn(text, CONSTANT)])
			add_state(lex, text, graph_str(lex->g, gu->subject));
	}
}

void lexicon_init(struct lexicon *lex, const struct graph *g, const struct knowledge *k)
{
	uint32_t i;
	size_t j;

	memset(lex, 0, sizeof(*lex));
	lex->g = g;
	lex->k = k;
	add_functions(lex);
	add_slots(lex);
	for (i = 1; i < g->nr_object; i++)
		lex_add(lex, graph_str(g, graph_object(g, i)->name), graph_strlen(g, graph_object(g, i)->name),
			LEX_OBJECT);
	for (i = 1; i < g->nr_value; i++)
		if (graph_value(g, i)->name)
			add_state(lex, graph_str(g, graph_value(g, i)->name), slot_name(g, graph_value(g, i)->slot));
	for (i = 1; i < g->nr_arg; i++) {
		const char *text = graph_str(g, graph_arg(g, i)->text);

		if (isupper((unsigned char)*text) && !text[strspn(text, CONSTANT)])
			add_state(lex, text, slot_name(g, graph_arg(g, i)->slot));
	}
	for (i = 1; i < g->nr_guard; i++)
		add_compared(lex, graph_guard(g, i));
	for (j = 0; j < k->doc.states.nr; j++)
		lex_add(lex, k->doc.states.p[j].key, strlen(k->doc.states.p[j].key), LEX_STATE);
	for (i = 1; i < g->nr_entry; i++) {
		const char *name = graph_str(g, graph_entry(g, i)->name), *kind =
			graph_str(g, graph_entry(g, i)->kind);

		if (!strcmp(kind, "syscall"))
			lex_add(lex, name, strcspn(name, "("), LEX_SYSCALL);
		else if (!strcmp(kind, "initcall"))
			lex_add(lex, name, strlen(name), LEX_INITCALL);
	}
	for (j = 0; j < k->wrappers.nr; j++)
		lex_add(lex, k->wrappers.p[j].key, strlen(k->wrappers.p[j].key), LEX_SYSCALL);
	for (j = 0; j < k->nr_section; j++)
		if (k->section[j].macro && *k->section[j].macro &&
		    !strcmp(k->section[j].kind, "initcall"))
			lex_add(lex, k->section[j].macro, strlen(k->section[j].macro),
				LEX_INITCALL);
	for (j = 0; j < k->doc.renamed.nr; j++)
		lex_add(lex, k->doc.renamed.p[j].key, strlen(k->doc.renamed.p[j].key),
			LEX_RENAMED);
}

void lexicon_release(struct lexicon *lex)
{
	idmap_release(&lex->map);
	free(lex->word);
	free(lex->next_func);
	memset(lex, 0, sizeof(*lex));
}

const struct lex_word *lexicon_find(const struct lexicon *lex, const char *s, size_t n)
{
	const uint32_t *at = n ? idmap_get(&lex->map, digest64(s, n)) : NULL;

	return at ? &lex->word[*at] : NULL;
}

unsigned lexicon_kinds(const struct lexicon *lex, const char *s, size_t n)
{
	const struct lex_word *w = lexicon_find(lex, s, n);

	return w ? w->kinds : 0;
}

const char *lexicon_state(const struct lexicon *lex, const char *s)
{
	const char *today = k_pairs_get(&lex->k->doc.states, s);

	return today ? today : s;
}
