/* SPDX-License-Identifier: MIT */
/*
 * What an instruction does with control, and which symbol it names: just as
 * much of the mnemonics of x86, arm, riscv, powerpc, s390, mips and loongarch
 * as tells calls and jumps from the rest.
 */
#include <ctype.h>
#include <string.h>

#include "asm_p.h"

static int is_one_of(const char *s, const char *const *list, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (!strcmp(s, list[i]))
			return 1;
	return 0;
}

#define ONE_OF(s, list) is_one_of(s, list, ARRAY_SIZE(list))

static int starts(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

int asm_is_prefix(const char *name)
{
	static const char *const names[] = {
		"lock", "rep", "repe", "repz", "repne", "repnz", "notrack", "bnd", "data16",
		"addr32", "cs", "ds", "es", "fs", "gs", "ss", "rex", "rex64", "rex.W", "xacquire",
		"xrelease",
	};

	return ONE_OF(name, names);
}

enum asm_flow asm_flow_of(const char *name, const char *args)
{
	static const char *const call[] = { "bl", "blx", "jal", "brasl", "bras", "lcall", "jsr",
		"bal", "bltal", "bgezal" };
	static const char *const leave[] = { "b", "b.n", "b.w", "j", "tail", "br", "bx", "jr", "bctr",
		"blr", "sysexit", "sysexitl", "sysexitq", "eret", "rfi", "rfid", "hrfid", "sret",
		"mret", "uret", "lpswe", "lret", "lretq", "lretl", "b.al", "eretu", "erets",
		"basr", "ldmfd" };
	static const char *const branch[] = { "cbz", "cbnz", "tbz", "tbnz", "beq", "bne", "bcs",
		"bhs", "bcc", "blo", "bmi", "bpl", "bvs", "bvc", "bhi", "bls", "bge", "blt", "bgt",
		"ble", "bltu", "bgeu", "bgtu", "bleu", "beqz", "bnez", "blez", "bgez", "bltz",
		"bgtz", "bdnz", "brc", "brcl", "brct", "brctg", "bnl", "bng", "bns", "bso" };
	size_t n = strlen(name);

	if (starts(name, "call") || ONE_OF(name, call))
		return FLOW_CALL;
	if (starts(name, "jmp") || starts(name, "ljmp") || starts(name, "ret") ||
	    starts(name, "iret") || starts(name, "sysret") || starts(name, "ud2"))
		return FLOW_LEAVE;
	if (ONE_OF(name, leave)) {
		if (!strcmp(name, "blr"))	/* arm64's calls a register, powerpc's returns */
			return *args ? FLOW_NONE : FLOW_LEAVE;
		if (!strcmp(name, "ldmfd"))
			return strstr(args, "pc}") ? FLOW_LEAVE : FLOW_NONE;
		return strcmp(name, "basr") ? FLOW_LEAVE : FLOW_NONE;
	}
	if (starts(name, "b.") || starts(name, "loop") || ONE_OF(name, branch) ||
	    (name[0] == 'j' && n <= 6 && n > 1))
		return FLOW_BRANCH;
	if (name[0] == 'b' && name[1] == 'l' && n == 4)		/* bleq and so on: bl, if */
		return FLOW_CALL;
	return FLOW_NONE;
}

/* Registers of architectures that have no sign in front of them. */
static int is_register(const char *s, size_t n)
{
	static const char *const names[] = { "lr", "sp", "pc", "ip", "fp", "ra", "zero", "gp", "tp",
		"xzr", "wzr", "sl" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (strlen(names[i]) == n && !strncmp(names[i], s, n))
			return 1;
	if (n < 2 || n > 3 || !strchr("xwrvqdsbhaft", s[0]))
		return 0;
	for (i = 1; i < n; i++)
		if (!isdigit((unsigned char)s[i]))
			return 0;
	return 1;
}

static const char *trim(const char *p, const char **end)
{
	while (p < *end && (*p == ' ' || *p == '\t'))
		p++;
	while (*end > p && ((*end)[-1] == ' ' || (*end)[-1] == '\t'))
		--*end;
	return p;
}

size_t asm_target(const char *args, const char **name)
{
	const char *end = args + strlen(args), *p = strrchr(args, ','), *q;

	p = trim(p ? p + 1 : args, &end);
	for (q = p; q < end && asm_is_name((unsigned char)*q); q++)
		;
	if (q == p || isdigit((unsigned char)*p) || *p == '$')
		return 0;
	*name = p;
	/* foo@PLT, foo + 8 */
	if (q < end && *q != '@' && *q != '+' && *q != '-' && *q != ' ' && *q != '(')
		return 0;
	if (*q == '(' && strncmp(q, "(PLT)", 5) != 0 && strncmp(q, "(plt)", 5) != 0)
		return 0;
	return is_register(p, (size_t)(q - p)) ? 0 : (size_t)(q - p);
}

size_t asm_symbol_in(const char *args, const char **name, const char **rest)
{
	const char *p = args;

	while (*p) {
		const char *start;

		if (*p == '"') {
			for (p++; *p && *p != '"'; p++)
				p += *p == '\\' && p[1];
			p += *p == '"';
			continue;
		}
		if (*p == '%') {	/* %rax */
			for (p++; asm_is_name((unsigned char)*p); p++)
				;
			continue;
		}
		if (!asm_is_name((unsigned char)*p)) {
			p++;
			continue;
		}
		start = p + (*p == '$');	/* $foo */
		for (p++; asm_is_name((unsigned char)*p); p++)
			;
		if (p == start || isdigit((unsigned char)*start) || (p == start + 1 && *start == '.') ||
		    is_register(start, (size_t)(p - start)))
			continue;
		*name = start;
		*rest = p;
		return (size_t)(p - start);
	}
	return 0;
}
