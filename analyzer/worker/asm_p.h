/* SPDX-License-Identifier: MIT */
/* What asmrun.c, asmmacro.c and asmexpr.c share, and what instructions do (asmfacts.c, asmstmt.c). */
#ifndef KPATH_WORKER_ASM_P_H
#define KPATH_WORKER_ASM_P_H

#include <stddef.h>
#include <stdint.h>

#include "asm.h"
#include "base/idmap.h"
#include "base/strtab.h"
#include "base/xalloc.h"

struct asm_param {
	const char *name, *dflt;
	int vararg;
};

struct asm_macro {
	const char *name;
	struct asm_param *param;
	uint32_t nr_params;
	const char **line;
	uint32_t nr_lines;
};

/* May this character stand in a symbol's name? */
int asm_is_name(int c);

/* ---- asmexpr.c: 0 and the value; -1: not known (a label, an open symbol, no expression) */
int asm_expression(const struct asm_run *r, const char *text, int64_t *value);

/* ---- asmrun.c: what .set gave a symbol; -1: nothing that is a number */
int asm_symbol_value(const struct asm_run *r, const char *name, size_t n, int64_t *value);

/* ---- asmmacro.c ---- */

/* "name a, b=1, c:req, rest:vararg" into m; all in `a`. -1: no name. */
int asm_macro_head(struct asm_macro *m, struct arena *a, const char *text);
/* The arguments of a use, one for each parameter, in `a`. */
const char **asm_macro_args(const struct asm_macro *m, struct arena *a, const char *text);
/* A line of a body with \name, \@ and \() replaced, appended to `out`. */
void asm_substitute(const struct asm_macro *m, const char *const *arg, uint32_t number,
		    const char *line, struct strbuf *out);
/* The next argument of a list, in `a`, NULL at the end; quotes are taken off. */
const char *asm_next_arg(const char **text, struct arena *a);

/* ---- asminsn.c ---- */

enum asm_flow {
	FLOW_NONE,		/* goes on with the next one */
	FLOW_CALL,		/* comes back */
	FLOW_BRANCH,		/* may go elsewhere */
	FLOW_LEAVE		/* never goes on with the next one */
};

/* What an instruction does to the flow of control, by its name and operands. */
enum asm_flow asm_flow_of(const char *mnemonic, const char *args);
/* Does another mnemonic follow (lock, rep, notrack)? */
int asm_is_prefix(const char *name);
/* The symbol that a call or jump goes to; 0: to a register, a number, memory. */
size_t asm_target(const char *args, const char **name);
/* The first symbol in operands; `rest` is behind it. 0: none. */
size_t asm_symbol_in(const char *args, const char **name, const char **rest);

#endif
