/* SPDX-License-Identifier: MIT */
/*
 * Compile commands: what is to be parsed, and how.
 *
 * Filled by kbuild, read by the frontend. Everything a compdb points to
 * lives in its arena.
 */
#ifndef KPATH_MODEL_COMPDB_H
#define KPATH_MODEL_COMPDB_H

#include <stddef.h>

#include "base/arena.h"
#include "base/codec.h"
#include "base/strbuf.h"

/* One translation unit, of C or of assembler. */
struct compile_command {
	const char *file;	/* shown: relative to the tree, or "<build>/x.c", or absolute */
	const char *path;	/* absolute */
	const char *dir;	/* absolute working directory of the compiler */
	const char *object;	/* output, relative to the build directory; "" if unknown */
	const char *unit;	/* link unit: "vmlinux", "arch/x86/entry/vdso", a module's name */
	const char **argv;	/* clang's arguments: no compiler, no source, no output */
	int argc;
	unsigned link_order;	/* position among the linked objects, from 1; 0 = not known */
};

/* Is the source assembler? Its arguments end in "-x" and this then. (Of a .s file
 * too, that the compiler does not preprocess: it is no other text for us.) */
#define COMPILE_ASM "assembler-with-cpp"
int compile_command_is_asm(const struct compile_command *cmd);
/* By its name: x.lds, x.lds.S, x.ld. It comes as an assembler source does. */
int path_is_linker_script(const char *path);

/*
 * A command as bytes, as a digest, and compared: the same members in all three,
 * told by one list in compdb.c, so that none can be forgotten in one of them.
 * link_order is no part of it: it says nothing of how a file is parsed.
 */
void codec_command(struct codec *c, struct compile_command *cmd);
uint64_t compile_command_digest(const struct compile_command *cmd);
int compile_command_equal(const struct compile_command *a, const struct compile_command *b);

struct compdb {
	struct arena arena;
	struct compile_command *cmd;
	size_t nr, alloc;
	size_t asm_nr;		/* so many of them, the last ones, are assembler */

	const char *tree;	/* absolute, folded */
	const char *build;	/* absolute; the same as tree for a build in place */
	const char *version;	/* "6.1.192" for a kernel, "" where unknown */
	const char *config;	/* "defconfig", "…/.config", "compile_commands.json" */
	const char *arch;	/* as Kbuild spells it: "x86", "arm64"; "" where unknown */
	int is_kernel;
	int partial;		/* only some directories were asked for: what is not seen may exist */
	size_t modules_left_out;	/* C files of modules that were not asked for */
	/* Files and directories that may be read besides tree and build, absolute,
	 * NULL-ended; NULL: none. */
	const char **readable;
	const char **refused;	/* what commands name and may not be read; the same way */
	/* Options of commands that clang is not given, each with how often. */
	struct dropped_flag {
		const char *name;
		size_t count;
	} *dropped;
	size_t nr_dropped, alloc_dropped;
	/* Sources of other languages among the commands: they are not read. */
	struct other_language {
		const char *name;	/* "c++" */
		const char *file;	/* the first of them by name, as displayed */
		size_t count;
	} *other;
	size_t nr_other, alloc_other;
};

/* An empty list of commands; compdb_release() frees what it holds. */
void compdb_init(struct compdb *db);
void compdb_release(struct compdb *db);

/* Appends a zeroed command; the pointer is good until the next call. */
struct compile_command *compdb_add(struct compdb *db);

/*
 * How a path is shown and stored: relative to the tree, "<build>/…" for
 * what was generated below the build directory, else absolute. `path` must
 * be absolute. The result lives in `a`.
 */
const char *compdb_display_path(const struct compdb *db, struct arena *a,
				const char *path);

/* Sorts commands, C before assembler, by (file, object), drops exact repeats
 * and counts asm_nr. */
void compdb_sort(struct compdb *db);

#endif
