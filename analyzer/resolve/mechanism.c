/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "mechanism.h"
#include "prog.h"

enum { NAME_REGISTRAR = 1, NAME_STARTER, NAME_FIELD, NAME_HANDOVER, NAME_EXECUTOR,
       NAME_LAYER, NAME_COPIER, NAME_WRITER };

static uint64_t name_key(unsigned what, const char *name)
{
	return digest_mix(what, digest_str(name));
}

static void add_names(struct prog *p, unsigned what, const struct k_strings *names, unsigned mech)
{
	size_t i;

	for (i = 0; i < names->nr; i++)
		idmap_put(&p->mech_names, name_key(what, names->s[i]), mech + 1);
}

static void add_mechanism(struct prog *p, const struct k_mechanism *km, unsigned m)
{
	add_names(p, NAME_REGISTRAR, &km->registrars, m);
	add_names(p, NAME_STARTER, &km->starters, m);
	add_names(p, NAME_EXECUTOR, &km->executors, m);
	add_names(p, NAME_FIELD, &km->fields, m);
}

void mech_prepare(struct prog *p)
{
	struct graph *g = p->g;
	unsigned m;

	for (m = 0; m < p->k->nr_mechanism; m++) {
		const struct k_mechanism *km = &p->k->mechanism[m];

		if (!km->user_space || !p->db->is_kernel)
			add_mechanism(p, km, m);
		ALLOC_GROW(g->kind_name, g->nr_kind_name + 1, g->alloc_kind_name);
		g->kind_name[g->nr_kind_name++] = strtab_add(&g->str, km->name);
	}
	for (m = 0; m < p->k->handovers.nr && m < UINT8_MAX; m++)
		idmap_put(&p->mech_names, name_key(NAME_HANDOVER, p->k->handovers.p[m].key), m + 1);
	for (m = 0; m < p->k->copies.nr && m < UINT8_MAX; m++)
		idmap_put(&p->mech_names, name_key(NAME_COPIER, p->k->copies.p[m].key), m + 1);
	for (m = 0; m < p->k->writers.nr; m++)
		idmap_put(&p->mech_names, name_key(NAME_WRITER, p->k->writers.p[m].key), m + 1);
	for (m = 0; m < p->k->nr_layer; m++)
		idmap_put(&p->mech_names, name_key(NAME_LAYER, p->k->layer[m].slot), 1);
}

static unsigned look_up(const struct prog *p, unsigned what, const char *name)
{
	const uint32_t *m = idmap_get(&p->mech_names, name_key(what, name));

	return m ? *m : 0;
}

unsigned mech_of_registrar(const struct prog *p, const char *name)
{
	unsigned m = look_up(p, NAME_REGISTRAR, name);

	return m && p->k->mechanism[m - 1].deferred ? m : 0;
}

unsigned mech_of_starter(const struct prog *p, const char *name)
{
	return look_up(p, NAME_STARTER, name);
}

unsigned mech_of_executor(const struct prog *p, const char *name)
{
	return look_up(p, NAME_EXECUTOR, name);
}

unsigned writer_of(const struct prog *p, const char *name)
{
	return look_up(p, NAME_WRITER, name);
}

unsigned copier_of(const struct prog *p, const char *name)
{
	return look_up(p, NAME_COPIER, name);
}

static unsigned of_field(const struct prog *p, unsigned what, const char *rec, const char *field)
{
	char name[256];

	if (snprintf(name, sizeof(name), "%s.%s", rec, field) >= (int)sizeof(name))
		return 0;
	return look_up(p, what, name);
}

unsigned mech_of_field(const struct prog *p, const char *rec, const char *field)
{
	return of_field(p, NAME_FIELD, rec, field);
}

unsigned handover_of_field(const struct prog *p, const char *rec, const char *field)
{
	return of_field(p, NAME_HANDOVER, rec, field);
}

int field_of_section(const struct prog *p, const char *rec, const char *field)
{
	size_t n = strlen(rec), i;

	for (i = 0; i < p->k->nr_section; i++) {
		const char *f = p->k->section[i].field;

		if (!strncmp(f, rec, n) && f[n] == '.' && !strcmp(f + n + 1, field))
			return 1;
	}
	return 0;
}

const struct k_section *section_known(const struct prog *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->k->nr_section; i++)
		if (!strcmp(p->k->section[i].name, name))
			return &p->k->section[i];
	return NULL;
}

int ties_layers(const struct prog *p, const char *rec, const char *field)
{
	return of_field(p, NAME_LAYER, rec, field) != 0;
}

unsigned mech_kind(const struct prog *p, unsigned mech)
{
	return GK_MECHANISM + mech - 1;
}
