/* SPDX-License-Identifier: MIT */
/* Names of this program's functions, from the symbol table of its own file (ELF, 64 bits). */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view.h"

struct symbol {
	unsigned long start, size;
	const char *name;
};

static struct symbol *symbols;
static size_t nr_symbols;
static char *image;

static int by_start(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

static char *read_all(const char *file, size_t *size)
{
	FILE *f = fopen(file, "rb");
	char *text = NULL;
	long n;

	if (!f)
		return NULL;
	if (!fseek(f, 0, SEEK_END) && (n = ftell(f)) > 0 && (text = malloc((size_t)n))) {
		rewind(f);
		*size = fread(text, 1, (size_t)n, f);
	}
	fclose(f);
	return text;
}

static void take_section(const Elf64_Ehdr *e, const Elf64_Shdr *s)
{
	const Elf64_Shdr *strings = (const Elf64_Shdr *)(image + e->e_shoff) + s->sh_link;
	const Elf64_Sym *sym = (const Elf64_Sym *)(image + s->sh_offset);
	size_t i, n = s->sh_size / sizeof(*sym);

	symbols = calloc(n, sizeof(*symbols));
	if (!symbols)
		return;
	for (i = 0; i < n; i++) {
		if (ELF64_ST_TYPE(sym[i].st_info) != STT_FUNC || !sym[i].st_value)
			continue;
		symbols[nr_symbols].start = sym[i].st_value;
		symbols[nr_symbols].size = sym[i].st_size;
		symbols[nr_symbols++].name = image + strings->sh_offset + sym[i].st_name;
	}
	qsort(symbols, nr_symbols, sizeof(*symbols), by_start);
}

int symbols_load(const char *exe)
{
	const Elf64_Ehdr *e;
	const Elf64_Shdr *s;
	size_t size = 0;
	int i;

	image = read_all(exe, &size);
	if (!image || size < sizeof(*e))
		return -1;
	e = (const Elf64_Ehdr *)image;
	if (memcmp(e->e_ident, ELFMAG, SELFMAG) || e->e_shoff + e->e_shnum * sizeof(*s) > size)
		return -1;
	s = (const Elf64_Shdr *)(image + e->e_shoff);
	for (i = 0; i < e->e_shnum && !symbols; i++)
		if (s[i].sh_type == SHT_SYMTAB && s[i].sh_offset + s[i].sh_size <= size && s[i].sh_link < e->e_shnum)
			take_section(e, &s[i]);
	return nr_symbols ? 0 : -1;
}

const char *symbols_find(unsigned long address, unsigned long *start)
{
	size_t low = 0, high = nr_symbols;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (symbols[mid].start <= address)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low || address >= symbols[low - 1].start + symbols[low - 1].size)
		return NULL;
	if (start)
		*start = symbols[low - 1].start;
	return symbols[low - 1].name;
}
