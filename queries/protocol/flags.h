/* SPDX-License-Identifier: MIT */
/*
 * Flags of packets (SYN, ACK, FIN, RST): where a flag is put in, tested and
 * cleared, and where what carries it is sent.
 *
 * Which fields hold flags, their bits and the functions that send are
 * knowledge (struct k_flags); the places are the scalar stores, the arguments
 * of setters and the guards of the index. A test is seen where a call or a
 * store stands under it.
 */
#ifndef KPATH_QUERIES_FLAGS_H
#define KPATH_QUERIES_FLAGS_H

#include "queries/query.h"

enum q_flag_role { QF_SET, QF_SEND, QF_TEST, QF_CLEAR, QF_NR };
extern const char *const q_flag_role_name[QF_NR];	/* "set", "send", "test", "clear" */

struct q_flag_step {
	uint32_t func;
	struct q_place site;	/* where it calls the next one, or (`back`) is called by it */
	int back;		/* it returns to the next one */
};

struct q_flag_place {
	enum q_flag_role role;
	uint32_t func;
	struct q_place site;
	const char *how;	/* "=", "|=", "&=", "if", or the function that is called */
	const char *slot;	/* set, clear: the field; "" */
	const char *flags;	/* all that is put in, sent, tested or cleared: "SYN|ACK" */
	const char *text;	/* the value or condition as written */
	int exact;		/* `flags` are those asked for, and no others */
	int maybe;		/* set by a calculated value: may be 0 */
	struct q_flag_step *route;	/* set: to the function that sends; send: the two ends of the call */
	uint32_t nr_route;	/* 0: no way was found (set), none is looked for (test, clear) */
	struct q_place sent;	/* set: the call that sends; file 0 = none */
	uint32_t guard;		/* innermost guard of the place (test: the test itself) */
};

struct q_flags_result {
	struct arena arena;
	const char *flag;	/* what was asked for, in its usual form: "SYN|ACK" */
	const char *set;	/* whose flags: "tcp" */
	struct q_flag_place *place;	/* by role, file, line */
	uint32_t nr;
	uint32_t dropped;	/* places in functions that the scenario does not reach */
};

/*
 * `text`: names of flags ("SYN", "syn|ack", "SYN,ACK", "TCPHDR_SYN"). One flag:
 * every place that touches it, alone or with others; several: places where all
 * of them are set. `scenario` as in struct q_path_options. Q_FOUND, Q_NONE (no
 * place), Q_UNKNOWN and a sentence with the names that there are.
 */
int q_flags(const struct graph *g, const struct knowledge *k, const char *text,
	    const char *const *scenario, struct q_flags_result *res, struct strbuf *err);
void q_flags_release(struct q_flags_result *res);

#endif
