/* SPDX-License-Identifier: MIT */
/* Labels, calls, jumps and data of an assembler source to facts: see asm.h. */
#include <ctype.h>
#include <string.h>

#include "asmfacts_p.h"

struct asm_facts *asm_facts_new(struct tu_facts *f)
{
	struct asm_facts *a = xcalloc(1, sizeof(*a));

	a->f = f;
	a->opcode = EV_OTHER;
	strtab_init(&a->name);
	return a;
}

void asm_facts_beside(struct asm_facts *a, uint32_t (*sym)(void *ctx, const char *name, int kind),
		      void *ctx)
{
	a->c_sym = sym;
	a->c_ctx = ctx;
}

void asm_facts_free(struct asm_facts *a)
{
	if (!a)
		return;
	strtab_release(&a->name);
	free(a->sym);
	free(a->ev);
	free(a->seen);
	idmap_release(&a->calls);
	free(a);
}

static uint32_t symbol(struct asm_facts *a, const char *s, size_t n)
{
	uint32_t id = strtab_addn(&a->name, s, n);
	size_t i;

	ALLOC_GROW(a->sym, id + 1, a->alloc_sym);
	for (i = a->nr_sym; i <= id; i++) {
		memset(&a->sym[i], 0, sizeof(a->sym[i]));
		a->sym[i].label = a->sym[i].size = NO_EVENT;
	}
	if (a->nr_sym <= id)
		a->nr_sym = id + 1;
	return id;
}

static void mark(struct asm_facts *a, const char *s, size_t n, unsigned bits)
{
	uint32_t id = symbol(a, s, n);

	a->sym[id].bits |= bits;
}

int asm_is_local_name(const char *s)
{
	return isdigit((unsigned char)*s) || (s[0] == '.' && s[1] == 'L') || !strcmp(s, ".") ||
	       (s[0] == 'L' && s[1] == '0' && s[2] == '\001');
}

static uint32_t event(struct asm_facts *a, enum asm_event_kind kind, uint32_t sym,
		      const struct asm_stmt *s)
{
	ALLOC_GROW(a->ev, a->nr_ev + 1, a->alloc_ev);
	a->ev[a->nr_ev] = (struct asm_event){
		.kind = (uint8_t)kind, .depth = (uint8_t)(s->depth < 255 ? s->depth : 255),
		.sym = sym, .section = s->section, .at = s->at,
	};
	return (uint32_t)a->nr_ev++;
}

/* ---- statements --------------------------------------------------------------------- */

/* ".globl a, b" */
static void mark_all(struct asm_facts *a, const char *args, unsigned bits)
{
	const char *name, *rest;
	size_t n;

	while ((n = asm_symbol_in(args, &name, &rest))) {
		mark(a, name, n, bits);
		args = rest;
	}
}

/* ".type a, @function" */
static void type_directive(struct asm_facts *a, const char *args)
{
	const char *name, *rest;
	size_t n = asm_symbol_in(args, &name, &rest);
	uint32_t id = n ? symbol(a, name, n) : 0;

	if (!n)
		return;
	if (strstr(rest, "function") || strstr(rest, "FUNC") || strstr(rest, "gnu_indirect"))
		a->sym[id].bits |= S_FUNC;
	else if (strstr(rest, "object") || strstr(rest, "OBJECT"))
		a->sym[id].bits |= S_OBJECT;
}

static void size_directive(struct asm_facts *a, const struct asm_stmt *s)
{
	const char *name, *rest;
	size_t n = asm_symbol_in(s->args, &name, &rest);
	uint32_t id = n ? symbol(a, name, n) : 0;

	if (!n || a->sym[id].label == NO_EVENT)
		return;
	a->sym[id].bits |= S_SIZED;
	a->sym[id].size = event(a, EV_OTHER, 0, s);
}

static int is_data_directive(const char *s)
{
	static const char *const names[] = { ".long", ".quad", ".word", ".8byte", ".4byte", ".xword",
		".dword", ".int", ".hword", ".llong" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(s, names[i]))
			return 1;
	return 0;
}

/* Of each number of the list the first symbol: "f - .", "(f - 1b) + 4". */
static void data_directive(struct asm_facts *a, const struct asm_stmt *s)
{
	const char *p = s->args, *name, *rest;

	while (*p) {
		size_t n = strcspn(p, ","), m;
		char *one = xstrndup(p, n);

		m = asm_symbol_in(one, &name, &rest);
		if (m && !isdigit((unsigned char)*name))
			event(a, a->opcode == EV_OTHER ? EV_DATA : a->opcode, symbol(a, name, m), s);
		free(one);
		p += n;
		p += *p == ',';
	}
}

/* x86's foo(%rip) and %gs:foo are what stands there, but for lea. */
static int is_memory(const char *mnemonic, const char *args, const char *name, const char *rest)
{
	size_t n = strcspn(rest, "(,");

	return strncmp(mnemonic, "lea", 3) != 0 &&
	       (rest[n] == '(' || (name > args && name[-1] == ':'));
}

static void instruction(struct asm_facts *a, const struct asm_stmt *s)
{
	const char *mnemonic = s->name, *args = s->args, *name, *rest;
	char word[32];
	enum asm_flow flow;
	size_t n;

	while (asm_is_prefix(mnemonic) && *args) {
		n = strcspn(args, " \t");
		if (n >= sizeof(word))
			break;
		memcpy(word, args, n);
		word[n] = '\0';
		mnemonic = word;
		args += n + strspn(args + n, " \t");
	}
	flow = asm_flow_of(mnemonic, args);
	if (flow == FLOW_NONE) {
		n = asm_symbol_in(args, &name, &rest);
		if (n && is_memory(mnemonic, args, name, rest))
			n = 0;
		event(a, n ? EV_ADDRESS : EV_OTHER, n ? symbol(a, name, n) : 0, s);
		return;
	}
	n = asm_target(args, &name);
	if (!n) {
		event(a, flow == FLOW_LEAVE ? EV_LEAVE : EV_OTHER, 0, s);
		return;
	}
	event(a, flow == FLOW_CALL ? EV_CALL : flow == FLOW_LEAVE ? EV_JUMP : EV_BRANCH,
	      isdigit((unsigned char)*name) ? 0 : symbol(a, name, n), s);
	if (flow == FLOW_CALL)
		mark(a, name, n, S_CALLED);
}

static void label(struct asm_facts *a, const struct asm_stmt *s)
{
	uint32_t id = symbol(a, s->name, strlen(s->name)), at = event(a, EV_LABEL, id, s);

	if (a->sym[id].label != NO_EVENT)
		return;
	a->sym[id].label = at;
	a->sym[id].bits |= S_LABEL;
	a->sym[id].at = s->at;
}

static void assignment(struct asm_facts *a, const struct asm_stmt *s)
{
	const char *name, *rest;
	size_t n = asm_symbol_in(s->args, &name, &rest);
	uint32_t id, to;

	if (!n || *rest || name != s->args || asm_is_local_name(s->name))
		return;		/* a number, or part of something */
	id = symbol(a, s->name, strlen(s->name));
	to = symbol(a, name, n);
	if (to != id && a->sym[id].label == NO_EVENT) {
		a->sym[id].alias = to;
		a->sym[id].at = s->at;
	}
}

/* x86's jmp and call written as bytes: ".byte 0xe9; .long f - (. + 4)" */
static enum asm_event_kind opcode_of(const struct asm_stmt *s)
{
	if (s->kind != ASM_DIRECTIVE || strcmp(s->name, ".byte"))
		return EV_OTHER;
	return !strcmp(s->args, "0xe9") ? EV_JUMP : !strcmp(s->args, "0xe8") ? EV_CALL : EV_OTHER;
}

static void statement(struct asm_facts *a, const struct asm_stmt *s)
{
	switch (s->kind) {
	case ASM_LABEL:
		label(a, s);
		return;
	case ASM_INSTRUCTION:
		instruction(a, s);
		return;
	case ASM_ASSIGN:
		assignment(a, s);
		return;
	case ASM_DIRECTIVE:
		break;
	}
	if (!strcmp(s->name, ".globl") || !strcmp(s->name, ".global"))
		mark_all(a, s->args, S_GLOBAL);
	else if (!strcmp(s->name, ".weak"))
		mark_all(a, s->args, S_GLOBAL | S_WEAK);
	else if (!strcmp(s->name, ".type"))
		type_directive(a, s->args);
	else if (!strcmp(s->name, ".size"))
		size_directive(a, s);
	else if (is_data_directive(s->name))
		data_directive(a, s);
}

void asm_facts_stmt(void *ctx, const struct asm_stmt *s)
{
	struct asm_facts *a = ctx;

	statement(a, s);
	a->opcode = opcode_of(s);
}
