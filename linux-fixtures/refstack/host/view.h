/* SPDX-License-Identifier: MIT */
/*
 * What the programs of user/ offer to host/, and what they tell it: plain
 * types only.
 */
#ifndef HOST_VIEW_H
#define HOST_VIEW_H

/* ---- user/, called by host/ */

void refstack_boot(void);		/* start_kernel(), until the hosts have addresses */
int refstack_scenarios(void);
const char *refstack_name(int i);
const char *refstack_about(int i, int zh);
/* How many of the scenario's expectations were not met. */
int refstack_run(int i);
void refstack_narrate(void);		/* from now on, the functions below are called */
int refstack_demo(void);

struct tap_options {
	unsigned address, peer;		/* IPv4, as numbers */
	int prefixlen;
	unsigned connect_port;		/* connect to peer, say something, expect it back; 0: don't */
	int ping;			/* ping the peer so many times */
	unsigned seconds;		/* serve echo on port 7 for so long */
};
int refstack_tap(const struct tap_options *o);

/* ---- host/demo.c, called by user/ */

void demo_step(const char *en, const char *zh);
void demo_state(const char *host, const char *from, const char *to);
void demo_packet(const char *host, const char *dev, int sent, const char *text);

/* ---- host/trace.c */

int trace_start(const char *argv0);
/* The calls that happened, as a table; see README.md. -1: message printed. */
int trace_write(const char *file);
/* The functions that are under way, outermost first; 0 and an empty text where it is not known. */
int trace_chain(char *text, unsigned long size);
void *trace_context_new(void);
void trace_context_free(void *shadow);
void trace_context_switch(void *shadow);

/* host/symbols.c: names of this program's own functions */
int symbols_load(const char *exe);
const char *symbols_find(unsigned long address, unsigned long *start);

#endif
