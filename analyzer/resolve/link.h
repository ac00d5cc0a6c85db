/* SPDX-License-Identifier: MIT */
/* One TU's symbols to the program's. */
#ifndef KPATH_RESOLVE_LINK_H
#define KPATH_RESOLVE_LINK_H

#include "base/digest.h"
#include "prog.h"

enum { KEY_EXTERNAL_FUNC = 1, KEY_INTERNAL_FUNC, KEY_EXTERNAL_VAR, KEY_INTERNAL_VAR, KEY_FIELD };

/* The identity of a symbol or field, for the maps of the program. */
static inline uint64_t key3(unsigned kind, uint64_t a, uint64_t b, uint64_t c)
{
	return digest_mix(digest_mix(digest_mix(kind, a), b), c);
}

struct tu_map {			/* from a TU's ids to the program's */
	struct tu_facts f;
	uint64_t *digest;	/* by string of f; as ahead_tu has it */
	size_t alloc_digest;
	uint32_t index;		/* number of the TU */
	uint32_t unit;		/* string */
	uint32_t *str;		/* string ids, 0 = not mapped yet */
	uint32_t *sym;		/* function or variable */
	uint32_t *field;
	uint32_t *rec;		/* string: name */
	uint32_t *node;		/* of values; 0 = not evaluated yet */
	uint32_t *guard;	/* g_guard */
	uint32_t *gconst;	/* g_constant; NULL before the first is asked for, as … */
	uint32_t *piece;	/* … where the constants begin that it stands together with */
	struct idmap cases;	/* parent and subject of a switch's cases -> how many values they name */
	int has_cases;		/* … are known */
	uint32_t *call;		/* p_call + 1 */
	uint32_t *body;		/* 1 + body, by symbol */
	uint32_t *local_store;	/* by symbol: 1 + the only store to a local; UINT32_MAX: several */
	uint64_t *rec_id;	/* identity of records */
	uint64_t *param_store;	/* by symbol of a function: bit i, parameter i is assigned to, … */
	uint64_t *param_address;	/* … its address is taken */
	struct idmap param_constant;	/* function's symbol and parameter -> 1 + the value whose constant is all
					 * that is ever assigned to it; UINT32_MAX: it has others */
	uint8_t *take;		/* by body: 1 = this TU's body is the one to keep */
};

/* The digest of a string of the TU. Every string of a facts record has one: facts_read has seen to that. */
static inline uint64_t tu_digest(const struct tu_map *t, uint32_t id)
{
	return t->digest[id];
}

/* A value of the TU. */
static inline const struct tu_val *val_of(const struct tu_map *t, uint32_t v)
{
	return &t->f.val[v];
}

/* The program's string of one of the TU. */
uint32_t tu_str(struct prog *p, struct tu_map *t, uint32_t id);
/* The program's field of one of the TU. */
uint32_t tu_field(struct prog *p, struct tu_map *t, uint32_t id);
/* The program's variable of a symbol of the TU; 0 where it is none. */
uint32_t tu_var(struct prog *p, struct tu_map *t, uint32_t sym);
/* The program's function of a symbol of the TU; 0 where it is none. */
uint32_t tu_func(struct prog *p, struct tu_map *t, uint32_t sym);

/* Makes an empty map, to be used for one TU after another; release frees it. */
void tu_map_init(struct tu_map *t);
void tu_map_release(struct tu_map *t);

/* Joins the symbols of t->f, which was just read, and decides which bodies
 * are new. */
void link_tu(struct prog *p, struct tu_map *t, uint32_t index);

/* Is it part of another program than the one that most of the tree is for, by the
 * knowledge's units: the EFI stub, the vDSO, …? */
int prog_is_own_program(const struct prog *p, uint32_t func);
/* Are both functions in the kernel and its modules, or both in the same other program? */
int prog_same_program(const struct prog *p, uint32_t a, uint32_t b);

/* After the last TU: variants get their names, modules find what vmlinux
 * and each other export, assembler symbols their callers. */
void link_finish(struct prog *p);

/* The function a call of `func` lands in: through aliases. */
uint32_t prog_landing(const struct prog *p, uint32_t func);

/* Of a void * that is cast to be called, only functions of the type it is cast to can
 * be meant. */
static inline int call_takes_type(const struct prog *p, const struct p_call *pc)
{
	return pc->field && p->field[pc->field].cls == TYPE_VOID_PTR && pc->sig;
}

static inline int call_takes(const struct prog *p, const struct p_call *pc, uint32_t func)
{
	return !call_takes_type(p, pc) || p->g->func[func].sig == pc->sig;
}

#endif
