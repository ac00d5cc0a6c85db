/* SPDX-License-Identifier: MIT */
/*
 * What only a person can know about a code base, as data.
 *
 * Two JSON files (knowledge/linux.json and, laid over it, knowledge/c.json, both
 * embedded in the binary); another one given with --knowledge is laid over them:
 * objects are merged, arrays appended, other values replaced. Strings live as long as the knowledge.
 * "about" members are for people and may stand in any object of a fixed form.
 */
#ifndef KPATH_MODEL_KNOWLEDGE_H
#define KPATH_MODEL_KNOWLEDGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"

struct k_pair {
	const char *key, *value;
};

struct k_pairs {
	struct k_pair *p;
	size_t nr;
};

struct k_strings {
	const char **s;		/* NULL-ended */
	size_t nr;
};

/* A way to run a function later or through somebody else. */
struct k_mechanism {
	const char *name;	/* the kind of its edges: "timer" */
	int deferred;		/* a boundary in time; else a plain callback */
	int user_space;		/* nothing of it is looked for in a kernel */
	struct k_strings registrars;	/* functions or macros that are given the function */
	struct k_strings fields;	/* "timer_list.function": where it is kept */
	struct k_strings starters;	/* functions that arm or queue the object: "mod_timer" */
	struct k_strings executors;	/* functions that call nothing but what this mechanism set up,
					 * where its field is shared with others: "task_work_run" */
};

/* A linker section that is walked as an array of functions. */
struct k_section {
	const char *name;	/* ".initcall5.init" */
	const char *kind;	/* "initcall" */
	const char *level;	/* "5" */
	const char *macro;	/* macro that usually fills it: "fs_initcall" */
	struct k_strings symbols;	/* linker symbols at its start: "__initcall5_start" */
	const char *field;	/* "pci_fixup.hook_offset": the section is an array of structs, and
				 * the functions are in this field of theirs; or "" */
	struct k_strings also;	/* sections that follow and are walked along ("5s" after "5") */
};

struct k_scenario {
	const char *name, *about;
	struct k_pairs bind;	/* "proto_ops" -> "inet_stream_ops", several joined by ',' ("" = empty) */
	struct k_strings avoid;	/* functions or name globs a path never enters: "udp_*" */
	struct k_strings include;	/* other scenarios it is made of */
};

/*
 * How people write about code: phrases of the languages that `kpath check`
 * reads, and what their words for functions and states are today. English
 * phrases are matched as whole words, whatever their case.
 */
struct k_documents {
	struct k_strings calls;		/* "calls": between caller and callee */
	struct k_strings passes;	/* "passes": … to the callee */
	struct k_strings plain_calls;	/* … those of `calls` that mean a call and nothing else */
	struct k_strings examples;	/* first words of names that texts make up: "foo" */
	struct k_strings duties;	/* before a verb: it says what ought to be, not what is */
	struct k_strings called_by;	/* "is called by": between callee and caller */
	struct k_strings agents;	/* a caller follows, and the verb after it: "由" */
	struct k_strings located;	/* "is defined in": a file follows */
	struct k_strings registers;	/* "is registered by" */
	struct k_strings from, to;	/* around the states of a transition */
	struct k_strings sets;		/* "sets the state to": a state follows */
	struct k_strings within;	/* "in": a function or a file follows */
	struct k_strings through;	/* "by means of": the function that follows is called */
	struct k_strings such_as;	/* what follows is the function that is meant */
	struct k_strings this_one;	/* stands for the function named last */
	struct k_strings it;		/* stands for what is spoken of */
	struct k_strings list_heads;	/* the items below say what it does */
	struct k_strings negations;
	struct k_strings about;		/* a line number is a rough one */
	struct k_strings lines;		/* a line number stands before or after: "line" */
	struct k_strings functions, structs;	/* nouns beside a name */
	struct k_strings and_also;	/* between things of one kind */
	struct k_strings fillers;	/* say nothing about who does it */
	struct k_strings callers, callees, places;	/* heads of table columns: these three … */
	struct k_strings members;	/* nouns beside a member of a struct: "field" */
	struct k_strings state_fields;	/* names of fields that hold states, as globs: "*state" */
	struct k_strings states_from, states_to;	/* … and these two of a state table */
	struct k_strings causes;	/* mechanisms whose start is as good as a call: "thread" */
	double short_hops;		/* what a step may leave out: so many calls, … */
	double short_bits, short_bits_per_hop;	/* … and so much surprise, the larger of the two
					 * (as weights count it, without the hops themselves) */
	double far_hops, far_bits;	/* … with deferred work and error branches */
	struct k_strings when;		/* somebody else does what follows, up to a comma */
	struct k_strings actors;	/* who calls, and is no function: "process" */
	struct k_strings times;		/* the function that follows says when, not who: "after" */
	struct k_strings conditions;	/* before what is only asked: "if", "如果" */
	struct k_strings times_behind;	/* … that stands before it: "返回后" */
	struct k_pairs gone;		/* function of older kernels -> the version that has it no more */
	struct k_pairs acts;		/* word -> what it says is done: "drops" -> "free" */
	struct k_pairs contexts;	/* "softirq" -> kinds of entries that run there, joined by ',' */
	struct k_strings called;	/* "is called", by nobody in particular */
	struct k_strings works;		/* behind an agent: "does", what it does for somebody */
	struct k_strings wrappers;	/* behind "f is g's": "wrapper" */
	struct k_strings all_of;	/* all that were spoken of: "both of them" */
	struct k_strings entries;	/* in the first node of a flowchart of one function: "entry" */
	struct k_strings hosts;		/* sites that hold many projects: "github.com/" */
	struct k_strings kernels;	/* in an address there, or of a site of the kernel: "linux" */
	struct k_strings inner;		/* between two names: the second one stands in the first: "里面的" */
	struct k_strings next;		/* before what is done next: "finally" */
	struct k_strings boots;		/* a sentence with one speaks of the boot: "initcall" */
	struct k_strings traces;	/* a stack of calls follows: "call trace" */
	struct k_pairs traits;		/* words behind a name: "is exported" -> "exported" */
	struct k_strings same_file;	/* a link's words that stand for the file it leads to: "same", "here" */
	struct k_strings variants;	/* a listing follows that is another version: "might be", "simplified" */
	struct k_strings does;		/* right before a call that is named: "performs" */
	struct k_strings that_call;	/* the system call that was named: "the syscall" */
	struct k_pairs act_functions;	/* "free" -> functions that do it, joined by ',' */
	struct k_pairs renamed;		/* function of older kernels -> today's, several joined by ',' */
	struct k_pairs states;		/* word for a state -> end of its constant's name */
};

struct k_flags {			/* bits that are sent in a header, by name */
	const char *name;	/* "tcp" */
	struct k_pairs bits;	/* "SYN" -> "2": its bit in the words */
	struct k_strings words;	/* fields that hold all of them: "tcp_skb_cb.tcp_flags" */
	struct k_pairs bit_fields;	/* fields of one bit: "tcphdr.syn" -> "SYN" */
	struct k_strings prefixes;	/* of the constants' names: "TCPHDR_" */
	struct k_strings senders;	/* functions that what is marked so is sent with */
};

/* A place where one layer of a stack registers itself with another. */
struct k_layer_binding {
	const char *name;	/* "inet_protos" */
	const char *layer;	/* "network layer": whose place it is; layers stand in the order of
				 * their first binding */
	const char *about;	/* what goes through it, in a few words */
	const char *slot;	/* where it is kept: "inet_protos[]" */
	const char *type;	/* struct of the tables that are registered; "": functions are */
	struct k_strings stored;	/* slots that a store into registers: "inet_add_protocol#1" */
	struct k_strings keys;	/* "inet_add_protocol#2": that argument; "family": that field */
	struct k_strings members;	/* fields that it is called through first of all; none: all */
	struct k_strings called;	/* slots that functions are called through, where it is not `slot` */
	struct k_strings only;	/* globs of keys; none: all */
};

/* What a number may be. A path's cost is a sum of some per call, in 1/4096
 * and 32 bits; one call that costs 1000 is taken only where nothing else is. */
#define K_MAX_NUMBER 1000

/* Kinds of conditions, by how often they hold: names in the file, in that order. */
enum k_condition {
	K_TRUE, K_FALSE, K_EQUAL, K_UNEQUAL, K_ORDER, K_BIT, K_NO_BIT, K_ONE_OF, K_NONE_OF, K_OTHER,
	K_NOT,			/* the contrary of something that is none of the above */
	K_CASE,			/* a case of a switch: for each bit of their number */
	K_DEFAULT, K_LOOP, K_LIKELY,
	K_STAYED,		/* a branch before it did not leave: times the kind of what holds then;
				 * where it would have left with an error, or rarely, nothing */
	K_CONDITION_NR
};
extern const char *const k_condition_name[K_CONDITION_NR];

struct k_weights {		/* of the path cost; see docs/architecture.md, "What a path costs" */
	double hop, wrapper,	/* a hop; one into an inline function */
		candidates, unlikely, error, guard, hub, hub_free,
		deferred,	/* work that is started here and runs later */
		executed,	/* … that was started elsewhere and runs here */
		prompt,		/* … by one of prompt_kinds, where boot is asked for */
		set_up,		/* … where it is only made ready, and something else starts it */
		in_goto,	/* a call behind a label that only a goto leads to */
		leaf,		/* going on from a function that `leaves` names */
		rare,		/* a call under a condition that `rare_conditions` names */
		rare_function,	/* going on from a function that `rare_functions` names */
		company,	/* a target where others belong to where the way has been */
		goal,		/* … where others belong to where it is to end */
		settled,	/* … of another table than the way has named */
		boot,		/* going into what runs at boot only, on a way that does not begin or end there */
		far;		/* no term: a path that costs more is called far-fetched */
	double rule[16];	/* by enum g_rule */
	double condition[K_CONDITION_NR];	/* of what a call stands under, times `guard` */
	struct k_strings prompt_kinds;	/* mechanisms that boot goes on in: "thread" */
};

struct knowledge {
	struct arena arena;
	struct k_pairs units;		/* path glob -> link unit; the first match decides, and
					 * those of a second file are tried first */
	struct k_pairs zh;		/* texts of this file (of layers: layer and about) in Chinese */
	struct k_strings syscall_prefixes;	/* "__x64_sys_", in order of preference */
	struct k_strings string_compares;	/* "strcmp": 0 where its two strings are equal */
	struct k_strings syscall_macros;	/* "SYSCALL_DEFINE*" */
	struct k_pairs wrappers;	/* libc name -> system call: "send" -> "sendto" */
	struct k_strings indirect_macros;	/* "INDIRECT_CALL_*": name the likely targets */
	struct k_strings asm_call_operands;	/* variables that inline assembler names where it calls:
						 * "current_stack_pointer" */
	struct k_pairs library;		/* function of a library -> what it does with its arguments,
					 * where it has no body in the tree: "fresh", "reads", or the
					 * callbacks, "4(1,1)": calls its 4th with its 1st, twice */
	struct k_strings leaves;	/* name globs of instrumentation: "__traceiter_*" */
	struct k_strings opaque;	/* name globs of functions that pointers are not followed through:
					 * allocators, memory copies, address arithmetic */
	struct k_strings allocators;	/* name globs of those that return memory of nobody else's */
	struct k_strings numbered;	/* name globs: macros append a running number (__COUNTER__) to
					 * them, which depends on what was included */
	struct k_strings late_macros;	/* macros that a file may define before its includes: headers
					 * only hand them on, to text that is printed */
	struct k_strings early_macros;	/* macros that a few files define before their includes, on which
					 * some headers turn into something else */
	struct k_pairs renames;		/* everyday name -> field: "sk_state" -> "sock_common.skc_state" */
	struct k_mechanism *mechanism;	size_t nr_mechanism;
	struct k_section *section;	size_t nr_section;
	struct k_scenario *scenario;	size_t nr_scenario;
	struct k_strings outside;	/* globs of structs that are filled outside the tree, by firmware:
				 * what is not seen to be stored in them may be there all the same */
	struct k_pairs copies;		/* functions that copy memory: "memcpy" -> "1 2", the arguments
					 * that point to where it goes and where it comes from; to 0: it
					 * returns the copy */
	struct k_pairs registries;	/* function that registers -> "1 2 tracepoint.funcs tracepoint_func.func":
					 * with the object of its 1st argument the function of its 2nd, which
					 * is called from that field only as reached through the other */
	struct k_pairs chains;		/* function -> "1 2 notifier_block.notifier_call": on the list whose head
					 * the 1st argument points to it puts the struct of the 2nd, which holds a
					 * callback in that field; "1 0 …": it calls what is on the list */
	struct k_pairs delegates;	/* glob of functions -> whose tables they call, of all in one field:
					 * "device_driver.pm of pci_driver", of drivers in such a struct; "… not
					 * pci_driver scsi_driver", of others; "… unless device_driver.bus
					 * bus_type.pm pci_driver", not of such a one whose bus has that member;
					 * "debugfs_fsdata.real_fops from debugfs_create_file#5", those that the
					 * 5th parameter of that function gets; "file.f_op own", those that the
					 * caller stands in itself: it is called with what it calls through */
	struct k_pairs static_slots;	/* "lsm_static_call_" -> "security_list_options": the static
					 * call of that prefix + NAME + "_N" is filled from field NAME */
	struct k_pairs module_fields;	/* "init_module" -> "module.init": the field in which a module's
					 * function of that name is kept, by code that modpost makes */
	struct k_pairs lives_with;	/* "trace_event_call" -> "tp.iterator": a variable of that struct is of
					 * use only where the function runs that is found through these fields */
	struct k_strings discarded_sections;	/* globs: what the linker throws away: ".exitcall.exit" */
	struct k_strings export_macros;	/* "EXPORT_SYMBOL*": what they name, other modules may call */
	struct k_strings named_outside;	/* globs: functions that are called by their name from outside */
	struct k_pairs asm_calls;	/* assembler entry -> functions it calls, joined by ','; a
					 * STRUCT.FIELD stands for what is stored there */
	struct k_pairs state_masks;	/* prefix of bits -> prefix of values: "TCPF_" -> "TCP_" */
	struct k_pairs tied_fields;	/* field -> another that holds the same state machine's value */
	struct k_strings messages;	/* globs of functions that only tell people something, or give up */
	struct k_strings rare_conditions; /* globs of conditions that seldom hold: errors, debugging, … */
	struct k_strings meetings;	/* globs of fields that one puts something into, or wakes at, and another
					 * one takes out of, or waits at: "*queue*" */
	struct k_strings rare_functions; /* name globs of what seldom runs on the way to something else:
					 * crashes, self tests, recovery, teardown */
	struct k_pairs writers;		/* function that writes through a pointer -> "2 |= 1": what its 2nd
					 * argument points to gets the bit that the 1st names; "1 = NAME,NAME ?
					 * NAME": it gets what the first local of such a name holds that the
					 * same macro sets, where it was equal to the last one */
	struct k_pairs handovers;	/* STRUCT.FIELD -> "MECHANISM: NAME,…": whoever stores into this
					 * field of a frame makes the first NAME that exists run */
	struct k_documents doc;
	struct k_flags *flags;		size_t nr_flags;
	struct k_layer_binding *layer;	size_t nr_layer;
	struct k_weights weight;
	uint64_t digest;		/* of all that was read */
};

/*
 * Reads the embedded knowledge and, where `extra` is not NULL, the JSON text
 * `extra` (named `extra_name` in messages) over it. -1 and a sentence with
 * the place: the line where the text is not JSON; line and name of the member
 * that is unknown, of the wrong type, given twice, or that names what does
 * not exist; the name of one that is missing.
 */
int knowledge_init(struct knowledge *k, const char *extra,
		   const char *extra_name, struct strbuf *err);
void knowledge_release(struct knowledge *k);

/* The scenario of that name, else one whose name differs in case only; NULL: there is none. */
const struct k_scenario *knowledge_scenario(const struct knowledge *k, const char *name);

/* fnmatch(3) of `s` against any of `globs`. */
int k_strings_match(const struct k_strings *globs, const char *s);
const char *k_pairs_get(const struct k_pairs *p, const char *key);	/* NULL if absent */

#endif
