/* SPDX-License-Identifier: MIT */
/* An assembler source while it is read: shared by asmfacts.c, which reads, and asmwrite.c. */
#ifndef KPATH_WORKER_ASMFACTS_P_H
#define KPATH_WORKER_ASMFACTS_P_H

#include "asm_p.h"

#define NO_EVENT UINT32_MAX

enum asm_event_kind { EV_LABEL, EV_CALL, EV_JUMP, EV_BRANCH, EV_ADDRESS, EV_DATA, EV_LEAVE, EV_OTHER };

struct asm_event {
	uint8_t kind;
	uint8_t depth;
	uint16_t unused;
	uint32_t sym;		/* 0: none */
	uint32_t section;
	struct asm_place at;
};

enum sym_bits {
	S_GLOBAL = 1, S_WEAK = 2, S_FUNC = 4, S_OBJECT = 8, S_SIZED = 16, S_CALLED = 32, S_LABEL = 64
};

struct asm_sym {
	unsigned bits;
	uint32_t label, size;	/* events; NO_EVENT */
	uint32_t end;		/* of a function: the event behind it */
	uint32_t alias;		/* symbol */
	uint32_t fact;
	uint8_t is_func, is_data;
	struct asm_place at;
};

struct asm_facts {
	struct tu_facts *f;
	struct strtab name;
	struct asm_sym *sym;	size_t nr_sym, alloc_sym;	/* by name */
	struct asm_event *ev;	size_t nr_ev, alloc_ev;
	const struct asm_run *r;
	struct idmap calls;	/* of which body, to what, where */
	uint32_t visits;
	uint32_t *seen;		/* by event: number of the function that took it last */
	uint32_t (*c_sym)(void *ctx, const char *name, int kind);	/* of the C source around; or NULL */
	void *c_ctx;
	enum asm_event_kind opcode;	/* of ".byte 0xe9", that a displacement follows; EV_OTHER: none */
};

/* .Lfoo and 1 are names inside of a source only. */
int asm_is_local_name(const char *s);

#endif
