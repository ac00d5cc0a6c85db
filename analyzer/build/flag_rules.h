/* SPDX-License-Identifier: MIT */
/* Which of a compiler's options count for what clang is to see. */
#ifndef KPATH_BUILD_FLAG_RULES_H
#define KPATH_BUILD_FLAG_RULES_H

/* What is done with an option. */
enum flag_fate {
	FLAG_KEEP,		/* as it is */
	FLAG_KEEP_ARG,	/* with its argument, "-D x" or "-Dx", given on as one word */
	FLAG_KEEP_PAIR,	/* with its argument, given on as two words */
	FLAG_PATH,		/* the argument is a directory: made absolute; one word */
	FLAG_PATH_PAIR,	/* the same, two words */
	FLAG_FILE_PAIR,	/* the argument is a file, looked for in `dir` first */
	FLAG_DROP,
	FLAG_DROP_ARG	/* with its argument */
};

enum flag_match { EXACT, PREFIX };

struct flag_rule {
	const char *name;
	enum flag_match match;
	enum flag_fate fate;
};

/*
 * The rule for the option `arg`; NULL: there is none, so it is dropped. `rest` is set to
 * what follows the option's name in `arg`: an argument that is joined to it, or "" where
 * it is the next word.
 */
const struct flag_rule *flag_rule_find(const char *arg, const char **rest);

#endif
