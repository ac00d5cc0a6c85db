/* SPDX-License-Identifier: MIT */
/* What a state machine's answer is made of while it is made; private to states*.c. */
#ifndef KPATH_QUERIES_STATES_P_H
#define KPATH_QUERIES_STATES_P_H

#include "queries/query.h"
#include "states.h"

#define MAX_NAMES 64

struct state_set {			/* a small set of strings of the graph */
	uint32_t id[MAX_NAMES];
	uint32_t nr;
};

struct state_from {			/* what guards say */
	int known;
	struct state_set is, is_not;
};

struct state_place {
	uint32_t func, file, line, guard;
	uint32_t how, to;	/* strings of the graph */
	uint32_t key;		/* string: from a table, the value that leads here */
	uint8_t constant, helper, op;
	uint8_t chosen;		/* one of several that a local holds */
	struct state_from from;
	const char *where;
	uint32_t site;		/* of a helper's call */
};

struct state_value {			/* a name of the field's values or of a bit of them */
	uint32_t name;		/* string of the graph */
	uint32_t num;
};

struct states {
	const struct graph *g;
	const struct knowledge *k;
	struct q_states_result *res;
	struct state_place *p;
	uint32_t nr, alloc;
	struct state_value *val;	/* by number, each name once */
	uint32_t nr_val, alloc_val;
	uint32_t bits;		/* bits that conditions ask for by name */
	uint8_t *slot;		/* by slot: is it one of ours? */
	uint32_t *guard_slot;	/* names of our slots, for guards */
	uint8_t *reached;	/* by function; NULL: all */
	struct strtab own;	/* names that the graph does not have: "TCP_LISTEN" for TCPF_LISTEN */
	struct idmap busy;	/* functions whose callers are being asked */
};

#define OWN (1u << 31)		/* a string of states.own */

/* ---- states_slots.c --------------------------------------------------------------- */

/* The field that `text` names, itself or by one of its values, and what knowledge ties to it, go
 * into s->slot; else Q_UNKNOWN or Q_AMBIGUOUS with `names`, or Q_FAILED and a sentence. */
int states_find_slots(struct states *s, const char *text, struct q_names *names, struct strbuf *err);

/* ---- states_from.c: from which states a place can be come to ---------------------- */

const char *states_str(const struct states *s, uint32_t id);	/* also of an OWN one */
int states_same(const struct states *s, uint32_t a, uint32_t b);	/* as text */

/* Finds what the field's values are called; places must have been collected. */
void states_name_values(struct states *s);
/* Adds what the conditions from `guard` outwards say. */
void states_ask_guards(struct states *s, uint32_t guard, struct state_from *f);
/* All who call it know the state: it is one of theirs. */
void states_ask_callers(struct states *s, uint32_t func, struct state_from *f, unsigned depth);
/*
 * It is one of `n`. A condition that would leave no value is of another moment than
 * those nearer to the place: the field has changed between them. It is passed over,
 * and 0 returned.
 */
int states_only(const struct states *s, struct state_from *f, const struct state_set *n);
/* Does it stand under nothing but early leaves, or questions about the state? */
int states_unconditional(const struct states *s, uint32_t guard);
/* Fills `from` of all places. */
void states_find_from(struct states *s);

#endif
