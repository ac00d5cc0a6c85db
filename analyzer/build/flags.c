/* SPDX-License-Identifier: MIT */
/*
 * gcc's or clang's command line to what clang needs to see the same
 * program. An allow-list: what changes which code is compiled is kept
 * (macros, include paths, language and ABI), all else is dropped, because
 * each compiler has options that the other one takes for an error and new
 * ones come with every release.
 */
#include "flags.h"

#include <ctype.h>
#include <string.h>

#include "arch.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "flag_rules.h"
#include "model/compdb.h"

#define MAX_FLAG_NAME 60
#define LANGUAGE_CHARS "abcdefghijklmnopqrstuvwxyz0123456789+-"

struct builder {
	struct translated *t;
	struct arena *a;
	struct strpool *pool;
	const char *dir;
	const char **v;
	int nr;
	size_t alloc;
	int sources;
	int is_clang;
	int has_target;
	char optimize;		/* 0, '1' or 's' */
	const char *language;
	const char *other;	/* of -x, where it is none of those that are read */
	const char **dropped;
	size_t nr_dropped, alloc_dropped;
};

static void emit(struct builder *b, const char *s)
{
	ALLOC_GROW(b->v, (size_t)b->nr + 1, b->alloc);
	b->v[b->nr++] = strpool_add(b->pool, b->a, s);
}

static void emit_joined(struct builder *b, const char *option, const char *arg)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s%s", option, arg);
	emit(b, sb.buf);
	strbuf_release(&sb);
}

static void emit_path(struct builder *b, const char *option, const char *arg, int pair)
{
	struct strbuf sb = STRBUF_INIT;

	/* "=x" is relative to the sysroot */
	if (arg[0] == '=' || !strncmp(arg, "$SYSROOT", 8))
		strbuf_addstr(&sb, arg);
	else
		path_join(&sb, b->dir, arg);
	if (pair) {
		emit(b, option);
		emit(b, sb.buf);
	} else {
		emit_joined(b, option, sb.buf);
	}
	strbuf_release(&sb);
}

static void emit_file(struct builder *b, const char *option, const char *arg)
{
	struct strbuf sb = STRBUF_INIT;

	/* Only a file that is not in `dir` is looked for along -I. */
	path_join(&sb, b->dir, arg);
	emit(b, option);
	emit(b, file_exists(sb.buf) ? sb.buf : arg);
	strbuf_release(&sb);
}

/* '"net/ipv4/tcp"' or net/ipv4/tcp, in the pool */
static const char *unquoted(struct builder *b, const char *s)
{
	struct strbuf sb = STRBUF_INIT;
	const char *ret;

	for (; *s; s++)
		if (*s != '"' && *s != '\\')
			strbuf_addch(&sb, *s);
	ret = strpool_add(b->pool, b->a, sb.buf);
	strbuf_release(&sb);
	return ret;
}

static const char *macro_value(const char *def, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(def, name, n) && def[n] == '=' ? def + n + 1 : NULL;
}

static void look_at_macro(struct builder *b, const char *def)
{
	struct translated *t = b->t;
	const char *v;

	if (!strncmp(def, "KBUILD_", 7) || !strcmp(def, "__KERNEL__"))
		t->of_kernel = 1;
	if ((v = macro_value(def, "KBUILD_MODFILE")))
		t->modfile = unquoted(b, v);
	else if ((v = macro_value(def, "KBUILD_MODNAME")))
		t->modname = unquoted(b, v);
	else if (!strcmp(def, "MODULE") || !strncmp(def, "MODULE=", 7))
		t->of_module = 1;
	else if (!strcmp(def, "__ASSEMBLY__") || !strncmp(def, "__ASSEMBLY__=", 13))
		t->is_asm = 1;
}

/* -Wp,-D_FORTIFY_SOURCE=2,-MMD,x.d: the macros in it count */
static void preprocessor_option(struct builder *b, const char *list)
{
	struct strbuf one = STRBUF_INIT;

	while (*list) {
		size_t n = strcspn(list, ",");

		strbuf_clear(&one);
		strbuf_add(&one, list, n);
		if (one.len > 2 && one.buf[0] == '-' && (one.buf[1] == 'D' || one.buf[1] == 'U'))
			emit(b, one.buf);
		list += n;
		list += *list == ',';
	}
	strbuf_release(&one);
}

static void optimization(struct builder *b, const char *level)
{
	if (!strcmp(level, "0"))
		b->optimize = 0;
	else
		b->optimize = *level == 's' || *level == 'z' ? 's' : '1';
}

static int ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && !strcmp(s + n - m, end);
}

/* What a source's name says of a language that is not read here; NULL. */
static const char *other_language(const char *s)
{
	static const struct { const char *end, *name; } names[] = {
		{ ".cc", "c++" }, { ".cpp", "c++" }, { ".cxx", "c++" }, { ".c++", "c++" },
		{ ".C", "c++" }, { ".CPP", "c++" }, { ".cp", "c++" }, { ".ii", "c++" },
		{ ".cppm", "c++" }, { ".ixx", "c++" }, { ".m", "objective-c" },
		{ ".mm", "objective-c++" }, { ".cu", "cuda" }, { ".hip", "hip" }, { ".cl", "opencl" },
		{ ".rs", "rust" }, { ".go", "go" }, { ".d", "d" }, { ".zig", "zig" },
		{ ".swift", "swift" }, { ".adb", "ada" }, { ".ads", "ada" }, { ".f", "fortran" },
		{ ".F", "fortran" }, { ".for", "fortran" }, { ".f90", "fortran" },
		{ ".F90", "fortran" }, { ".f95", "fortran" }, { ".f03", "fortran" },
		{ ".f08", "fortran" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (ends_with(s, names[i].end))
			return names[i].name;
	return NULL;
}

static void source_file(struct builder *b, const char *s)
{
	b->sources++;
	b->t->source = s;
	b->t->other = b->language ? b->other : other_language(s);
	if (b->language) {
		b->t->is_c = !strcmp(b->language, "c");
		b->t->is_asm |= !strncmp(b->language, "assembler", 9);
	} else if (ends_with(s, ".c")) {
		b->t->is_c = 1;
	} else if (ends_with(s, ".S") || ends_with(s, ".s") || ends_with(s, ".sx")) {
		b->t->is_asm = 1;
	}
}

/* Others are compiled in ways that make no sense here, or are no sources. */
static int is_language(const char *s)
{
	static const char *const names[] = { "c", "none", "assembler", "assembler-with-cpp",
		"c-header", "cpp-output" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(s, names[i]))
			return 1;
	return 0;
}

/* What every build has: it says nothing about the code. */
static int is_everyday(const char *w)
{
	static const char *const prefix[] = { "-g", "-M", "-o" };
	size_t i;

	if (!strcmp(w, "-c") || !strcmp(w, "-pipe"))
		return 1;

	if (!strncmp(w, "-W", 2))
		return strncmp(w, "-Wa,", 4) && strncmp(w, "-Wl,", 4);
	for (i = 0; i < ARRAY_SIZE(prefix); i++)
		if (!strncmp(w, prefix[i], strlen(prefix[i])))
			return 1;
	return 0;
}

/* By name, without its value: there are as many values as files. */
static void dropped(struct builder *b, const char *w)
{
	size_t n = strcspn(w, "=,:/ ");
	struct strbuf sb = STRBUF_INIT;

	if (is_everyday(w))
		return;
	strbuf_add(&sb, w, n < MAX_FLAG_NAME ? n : MAX_FLAG_NAME);
	ALLOC_GROW(b->dropped, b->nr_dropped + 1, b->alloc_dropped);
	b->dropped[b->nr_dropped++] = strpool_add(b->pool, b->a, sb.buf);
	strbuf_release(&sb);
}

/* gcc tells of them by macros, clang by __has_feature() alone. */
static void sanitizer_macros(struct builder *b, const char *list)
{
	static const struct { const char *name, *macro; } known[] = {
		{ "address", "-D__SANITIZE_ADDRESS__=1" },
		{ "kernel-address", "-D__SANITIZE_ADDRESS__=1" },
		{ "hwaddress", "-D__SANITIZE_HWADDRESS__=1" },
		{ "kernel-hwaddress", "-D__SANITIZE_HWADDRESS__=1" },
		{ "thread", "-D__SANITIZE_THREAD__=1" },
	};
	size_t i, n;

	if (b->is_clang)
		return;
	for (; *list; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		for (i = 0; i < ARRAY_SIZE(known); i++)
			if (strlen(known[i].name) == n && !strncmp(known[i].name, list, n))
				emit(b, known[i].macro);
	}
}

static void apply(struct builder *b, const struct flag_rule *r, const char *word,
		  const char *rest, const char *next, int *used_next)
{
	const char *arg = rest;

	if (r->fate == FLAG_KEEP) {
		emit(b, word);
		if (!strcmp(r->name, "-fsanitize="))
			sanitizer_macros(b, rest);
		b->has_target |= !strcmp(r->name, "--target=");
		return;
	}
	if (r->fate == FLAG_DROP) {
		dropped(b, word);
		return;
	}
	/* "--sysroot=x" and the like end in '=' and never take the next word */
	if (!*rest && r->name[strlen(r->name) - 1] != '=') {
		if (!next)
			return;
		arg = next;
		*used_next = 1;
	}
	switch (r->fate) {
	case FLAG_KEEP_ARG:
		if (r->name[1] == 'D')
			look_at_macro(b, arg);
		emit_joined(b, r->name, arg);
		break;
	case FLAG_KEEP_PAIR:
		if (!strcmp(r->name, "-x") && !is_language(arg)) {
			dropped(b, "-x");
			b->language = "";
			b->other = arg[strspn(arg, LANGUAGE_CHARS)] ? "unknown" :
				strpool_add(b->pool, b->a, arg);
			break;
		}
		emit(b, r->name);
		emit(b, arg);
		if (!strcmp(r->name, "-x"))
			b->language = strcmp(arg, "none") ? arg : NULL;
		b->has_target |= !strcmp(r->name, "-target");
		break;
	case FLAG_PATH:
	case FLAG_PATH_PAIR:
		emit_path(b, r->name, arg, r->fate == FLAG_PATH_PAIR);
		break;
	case FLAG_FILE_PAIR:
		emit_file(b, r->name, arg);
		break;
	case FLAG_DROP_ARG:
		dropped(b, !strcmp(word, "-Xclang") ? arg : word);
		if (!strcmp(r->name, "-o"))
			b->t->output = strpool_add(b->pool, b->a, arg);
		break;
	case FLAG_KEEP:
	case FLAG_DROP:
		break;
	}
}

/* "aarch64-linux-gnu" of "/usr/bin/aarch64-linux-gnu-gcc-12" */
static const char *target_of_compiler(struct builder *b, const char *compiler)
{
	const char *base = path_basename(compiler), *s;
	size_t n;

	for (s = base; (s = strstr(s, "-gcc")); s++) {
		if (s[4] && s[4] != '-')
			continue;
		n = (size_t)(s - base);
		/* a triple, not "ccache-gcc" */
		if (n < 5 || !memchr(base, '-', n))
			return NULL;
		return arena_strndup(b->a, base, n);
	}
	return NULL;
}

static void add_target(struct builder *b, const char *arch, const char *compiler)
{
	const char *target;

	if (b->has_target || strstr(path_basename(compiler), "clang"))
		return;
	target = target_of_compiler(b, compiler);
	if (!target && *arch && strcmp(arch, arch_of_host()))
		target = arch_target(arch);
	if (target)
		emit_joined(b, "--target=", target);
}

void flags_translate(struct translated *t, struct arena *a, struct strpool *pool,
		     const char *dir, const char *arch,
		     int argc, const char *const *argv)
{
	struct builder b = { .t = t, .a = a, .pool = pool, .dir = dir };
	int i, options = 1;

	memset(t, 0, sizeof(*t));
	t->output = t->modfile = t->modname = "";
	t->compiles = 1;
	b.is_clang = argc > 0 && strstr(path_basename(argv[0]), "clang") != NULL;
	for (i = 1; i < argc; i++) {
		const char *w = argv[i], *rest;
		const struct flag_rule *r;
		int used = 0;

		if (!options || w[0] != '-' || !w[1]) {
			if (w[0] && w[0] != '@')
				source_file(&b, w);
			else if (w[0])
				dropped(&b, "@");
		} else if (!strcmp(w, "--")) {
			options = 0;
		} else if (!strncmp(w, "-Wp,", 4)) {
			preprocessor_option(&b, w + 4);
		} else if (w[1] == 'O') {
			optimization(&b, w + 2);
		} else if (!strcmp(w, "-E") || !strcmp(w, "-S") || !strcmp(w, "-M") ||
			   !strcmp(w, "-MM") || !strcmp(w, "-fsyntax-only")) {
			t->compiles = !strcmp(w, "-fsyntax-only");
		} else if ((r = flag_rule_find(w, &rest))) {
			apply(&b, r, w, rest, i + 1 < argc ? argv[i + 1] : NULL, &used);
			i += used;
		} else {
			dropped(&b, w);
		}
	}
	if (b.sources != 1)
		t->source = NULL;
	if (argc > 0)
		add_target(&b, arch, argv[0]);
	/* Headers choose by it (FORTIFY, inline functions); not optimised, as
	 * nothing is compiled. */
	if (b.optimize)
		emit(&b, "-D__OPTIMIZE__");
	if (b.optimize == 's')
		emit(&b, "-D__OPTIMIZE_SIZE__");
	emit(&b, "-w");
	if (t->is_asm) {	/* compile_command_is_asm() looks for it here */
		emit(&b, "-x");
		emit(&b, COMPILE_ASM);
	}
	t->argc = b.nr;
	t->argv = arena_alloc(a, ((size_t)b.nr + 1) * sizeof(*t->argv));
	memcpy(t->argv, b.v, (size_t)b.nr * sizeof(*t->argv));
	free(b.v);
	t->nr_dropped = (uint32_t)b.nr_dropped;
	t->dropped = arena_alloc(a, (b.nr_dropped + 1) * sizeof(*t->dropped));
	if (b.nr_dropped)
		memcpy(t->dropped, b.dropped, b.nr_dropped * sizeof(*t->dropped));
	free(b.dropped);
}
