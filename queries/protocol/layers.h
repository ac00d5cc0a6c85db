/* SPDX-License-Identifier: MIT */
/*
 * How the layers of a stack are tied together: what registers itself where,
 * under which key, and where it is called through.
 *
 * Kinds of bindings (tables, arrays, registration functions) are knowledge
 * (struct k_layer_binding); what is bound is read from the stores, table
 * fields, arguments and call sites of the index.
 */
#ifndef KPATH_QUERIES_LAYERS_H
#define KPATH_QUERIES_LAYERS_H

#include "queries/query.h"

struct q_layer_member {		/* a field of a registered table */
	const char *field;	/* "handler" */
	const char *slot;	/* "net_protocol.handler" */
	uint32_t func, object;	/* what it holds: one of them */
	struct q_place site;
	int first;		/* one that the table is for, by knowledge */
	uint32_t *call;		/* call sites through this field */
	uint32_t nr_calls;
};

struct q_layer_fact {		/* one thing that is bound */
	const struct k_layer_binding *binding;
	const char *key;	/* "IPPROTO_TCP", "SOCK_STREAM, IPPROTO_TCP"; "" */
	const char *value;	/* "tcp_protocol", "inetsw_array[0]", "ip_output" */
	uint32_t func, object;	/* … which is one of these; neither: a copy of `value` ("answer->ops") */
	const char *from;	/* the slot that is copied ("inet_protosw.ops"); "" */
	int again;		/* the same table was registered here before */
	const char *by;		/* function that registers it ("inet_add_protocol"); "": a plain store */
	uint32_t in_func;	/* who calls that or stores it; 0: an initialiser */
	struct q_place registered;
	struct q_layer_member *member;	/* in the order of the table; none where a function is bound */
	uint32_t nr_members;
	uint32_t *call;		/* call sites through it: of the members that come first, else all */
	uint32_t nr_calls;
};

struct q_layers_result {
	struct arena arena;
	struct q_layer_fact *fact;	/* by layer and binding in knowledge's order, then place */
	uint32_t nr;
	uint32_t dropped;	/* facts that the scenario leaves out */
};

/*
 * `scenario` as in struct q_path_options: only what it leaves. Q_FOUND,
 * Q_NONE (nothing is bound), Q_UNKNOWN (a scenario that does not exist).
 */
int q_layers(const struct graph *g, const struct knowledge *k, const char *const *scenario,
	     struct q_layers_result *res, struct strbuf *err);
void q_layers_release(struct q_layers_result *res);

#endif
