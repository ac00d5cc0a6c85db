/* SPDX-License-Identifier: MIT */
/* What the files of this folder, and its test, share. Not for others. */
#ifndef KPATH_BUILD_KBUILD_P_H
#define KPATH_BUILD_KBUILD_P_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/idmap.h"
#include "base/strbuf.h"
#include "kbuild.h"
#include "model/compdb.h"

/* ---- shellsplit.c: shell text to words, without a shell ---- */

/*
 * `word` holds the words of the simple commands of a line; a NULL ends each
 * command. Redirections are left out of the words; the files written to
 * (`> x`, `>> x`) stand in `written`.
 */
struct shell_line {
	const char **word;
	size_t nr, alloc;
	const char **written;
	size_t written_nr, written_alloc;
};

void shell_line_init(struct shell_line *l);
void shell_line_release(struct shell_line *l);

/*
 * Splits the first `len` bytes of `text`; the words live in `a`. Quotes and
 * backslashes are resolved, `$…` and globs stay as they are written.
 * -1: a quote or a `$(` is not closed (what came before is in `l`).
 */
int shell_split(struct shell_line *l, struct arena *a, const char *text, size_t len);

/*
 * The run of a C compiler in a split line: the first word is the compiler,
 * what stands before it (`then`, VAR=x, ccache) is left out. Only a run
 * with `-c` counts. NULL where there is none.
 */
const char **shell_compiler_run(const struct shell_line *l, int *argc);

/* Whether a program's name is that of a C compiler: gcc-12, clang-19,
 * aarch64-linux-gnu-gcc, cc. */
int is_compiler_name(const char *program);

/* ---- flags.c: a compiler's argv to clang's arguments ---- */

struct strpool {	/* one copy of each string, in a compdb's arena */
	struct idmap map;
	const char **str;
	size_t nr, alloc;
};

const char *strpool_add(struct strpool *p, struct arena *a, const char *s);
void strpool_release(struct strpool *p);

struct translated {
	const char **argv;	/* clang's arguments, in the arena */
	int argc;
	const char *source;	/* as written; NULL: none or several */
	const char *output;	/* as written; "" if none */
	const char *modfile;	/* KBUILD_MODFILE without quotes, or "" */
	const char *modname;	/* KBUILD_MODNAME without quotes, or "" */
	int is_asm;		/* assembler source */
	int is_c;		/* C source */
	const char *other;	/* another language, "c++"; NULL: none that is known */
	int compiles;		/* neither -E nor -S nor -M */
	int of_kernel;		/* compiled by Kbuild for the target, not for the host */
	int of_module;		/* -DMODULE */
	const char **dropped;	/* options that did not pass and are no everyday ones, in the pool */
	uint32_t nr_dropped;
};

/*
 * argv[0] is the compiler. `dir`: what relative paths are relative to.
 * `arch`: Kbuild's name of the architecture or "", for a --target where the
 * command names none and the architecture is not the host's.
 */
void flags_translate(struct translated *t, struct arena *a, struct strpool *pool,
		     const char *dir, const char *arch,
		     int argc, const char *const *argv);

/* clang's target triple for an architecture of Kbuild, NULL if unknown. */
const char *arch_target(const char *arch);
const char *arch_of_host(void);	/* "x86", "arm64", … */

/* ---- response.c ---- */

/*
 * The words of a command with its response files ("@file") read, in `a`, and
 * how many in *argc; NULL where it names none. A file outside of tree and
 * build, or one that can't be read, stays as it is written.
 */
const char **response_expand(struct arena *a, const struct compdb *db, const char *dir, int *argc,
			     const char *const *argv);

/* ---- linkorder.c ---- */

struct link_archive {
	const char *name;
	const char **member;
	uint32_t nr;
	uint8_t state, inside;
};

struct link_order {		/* archives that a build makes, and of what */
	struct arena arena;
	struct idmap by_name;	/* digest of the name -> 1 + archive */
	struct link_archive *archive;
	uint32_t nr, alloc;
};

void link_order_init(struct link_order *lo);
void link_order_release(struct link_order *lo);
/*
 * Is an archive made in this split line (`ar cDPrST X a b`, or by way of
 * `printf "dir/%s " a b | xargs ar cDPrST X`)? 1 and {"ar", X, members…}, in
 * `a`; `text` is scratch.
 */
int link_order_find(const struct shell_line *l, struct arena *a, struct strbuf *text,
		    const char ***argv, int *argc);
void link_order_add(struct link_order *lo, int argc, const char *const *argv);
/* Numbers the objects and tells their commands. */
void link_order_apply(struct link_order *lo, struct compdb *db);

/* ---- collect.c: commands into a compdb ---- */

struct collector {
	struct compdb *db;
	const struct kbuild_options *opt;
	struct strpool pool;
	struct arena scratch;
	struct link_order order;
	int kernel_only;	/* take Kbuild's commands for the target only */
	size_t seen;		/* C files before --only */
};

void collector_init(struct collector *c, struct compdb *db,
		    const struct kbuild_options *opt);
void collector_release(struct collector *c);

/* ---- collect.c, again ---- */

/* One run of a compiler. `source` and `output` may be NULL: from argv. */
void collector_add(struct collector *c, const char *dir, const char *source,
		   const char *output, int argc, const char *const *argv);

/* Applies --only, sorts; errors as kbuild_commands() has them. */
int collector_finish(struct collector *c, struct strbuf *err);

/* ---- linux_tree.c ---- */

struct linux_tree {
	char version[64];	/* "6.1.192" */
	int has_llvm_suffix;	/* the Makefile knows LLVM=-19 */
};

/* 1 a kernel tree, 0 not. */
int linux_tree_read(struct linux_tree *t, const char *tree);

/* The architecture of a configured build directory, from .config. 0 or -1. */
int linux_config_arch(const char *build, struct arena *a, const char **arch);

/* Was something configured or built in the tree itself? */
int linux_tree_in_place(const char *tree);

/* A digest over the files that decide what is built, and how: Makefile,
 * Kbuild, Kconfig and tables, by path, size and time. */
uint64_t linux_tree_digest(const char *tree);

/* ---- cmdfiles.c, ccjson.c ---- */

/* Adds the commands of all `.x.o.cmd` and `.x.a.cmd` files below `dir`. They were run
 * in `build`; a module out of tree has them in its own folder. */
int cmdfiles_collect(struct collector *c, const char *dir, const char *build,
		     struct strbuf *err);

/* One .cmd file's text: the command of "x.o", unescaped, appended to `out`;
 * 0 if there was none. */
int cmdfile_command(const char *text, struct strbuf *out);

int ccjson_collect(struct collector *c, const char *file, struct strbuf *err);

/* ---- process.c ---- */

struct process {
	const char *const *argv;	/* NULL-ended, argv[0] searched in PATH */
	const char *dir;		/* working directory, or NULL */
	/* Each line of stdout, without its newline, as long as it is;
	 * NULL: to the tail like stderr. */
	void (*line)(void *ctx, const char *line, size_t len);
	void *ctx;
	struct strbuf tail;		/* the last lines of what else it printed */
	int status;			/* exit code; 128 + signal */
};

/*
 * Runs a program without a shell, stdin empty, with a small environment of
 * its own and LC_ALL=C. 0: it ran, see `status`. -1: it could not be
 * started. The caller releases `tail`.
 */
int process_run(struct process *p, struct strbuf *err);

/* Is there such a program in PATH? */
int program_exists(const char *name);

/* ---- toolchain.c ---- */

struct toolchain {
	const char *make_args[20];	/* "LLVM=-19"; NULL-ended */
	const char *key;		/* "LLVM=-19", "gcc" */
	const char *srcarch;		/* "x86" */
	struct arena arena;
};

/* Which compiler Kbuild is to use; names every tool that is missing. */
int toolchain_choose(struct toolchain *t, const struct linux_tree *lt,
		     const char *tree, const char *arch, struct strbuf *err);
void toolchain_release(struct toolchain *t);

/* Debian package that a failed make's output asks for, or NULL. */
const char *package_for_output(const char *output);

/* ---- prepare.c, dryrun.c: a bare kernel tree ---- */

struct bare_build {
	const struct kbuild_options *opt;
	const char *tree;		/* absolute */
	char *dir;			/* the build directory */
	char *config_name;		/* shown: "defconfig" or a path */
	struct strbuf config_text;	/* of a .config file; empty for a target */
	int config_is_file;
	int in_cache;			/* `dir` is ours to empty */
	uint64_t stamp;			/* of everything the commands depend on */
	int lock_fd;
	int lean;			/* tools that work on objects are left out, see lean_possible() */
	struct toolchain tc;
};

/* ---- lean.c ---- */

/*
 * Can Kbuild be spared the tools that only work on objects (objtool), with
 * the same compile commands? Asked when `dir` is configured. It can't where
 * the architecture's Makefile asks whether objtool is there, or where BTF or
 * Rust would have their own tools built.
 */
int lean_possible(const struct bare_build *b);

/* Configures and prepares, unless that was done. */
int bare_open(struct bare_build *b, const struct linux_tree *lt, struct strbuf *err);
void bare_release(struct bare_build *b);

/* make's arguments for this build, followed by those given. */
int bare_make(struct bare_build *b, const char *what, const char *const *args,
	      void (*line)(void *, const char *, size_t), void *ctx,
	      int may_fail, struct strbuf *err);

/* Adds the commands: from the last dry run if it is still good. */
int dryrun_collect(struct collector *c, struct bare_build *b, struct strbuf *err);

/* The state of reading a dry run's output. */
struct dryrun {
	const char *build;
	struct arena scratch;
	struct shell_line split;
	struct strbuf joined;		/* a line that goes on */
	struct strbuf record;		/* the commands found, and archives made, as cached */
	struct strbuf text;
	size_t commands;
	size_t broken;			/* lines that must hold a command and don't */
	/* generated sources and headers that are not there yet */
	char **missing;
	size_t missing_nr, missing_alloc;
	/* objects whose making makes those */
	char **want;
	size_t want_nr, want_alloc;
};

void dryrun_init(struct dryrun *d, const char *build);
void dryrun_release(struct dryrun *d);
void dryrun_line(void *ctx, const char *line, size_t len);	/* ctx: the dryrun */
/* Gives the commands of `record` to a collector; -1 if it is damaged. */
int dryrun_replay(const struct strbuf *record, struct collector *c, const char *dir);

/* May make be run for this directory (see enum kbuild_make)? */
int make_allowed(const struct kbuild_options *opt, const char *dir, uid_t owner,
		 uid_t me, struct strbuf *err);

#endif
