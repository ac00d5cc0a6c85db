/* SPDX-License-Identifier: MIT */
/* Which compiler Kbuild is told to use (Makefile and scripts/Makefile.clang, Linux 6.1), and which tools
 * are missing. */
#include "arch.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "flags.h"
#include "linux_tree.h"
#include "process.h"
#include "toolchain.h"

/* 19 is what kpath is tested with; then newer, then older. "" is LLVM=1. */
static const char *const llvm_suffixes[] = {
	"-19", "-22", "-21", "-20", "", "-18", "-17", "-16", "-15", "-14",
};

static void add_arg(struct toolchain *t, const char *arg)
{
	size_t n = 0;

	while (t->make_args[n])
		n++;
	if (n + 1 >= ARRAY_SIZE(t->make_args))
		BUG("too many arguments of make");
	t->make_args[n] = arg;
}

static int has_llvm(const char *suffix)
{
	static const char *const tools[] = { "clang", "ld.lld", "llvm-ar", "llvm-nm",
		"llvm-objcopy" };
	struct strbuf sb = STRBUF_INIT;
	size_t i;
	int ok = 1;

	for (i = 0; i < ARRAY_SIZE(tools) && ok; i++) {
		strbuf_clear(&sb);
		strbuf_addf(&sb, "%s%s", tools[i], suffix);
		ok = program_exists(sb.buf);
	}
	strbuf_release(&sb);
	return ok;
}

/* Kernels before 5.18 don't know LLVM=-19: each tool by itself. */
static void spell_out(struct toolchain *t, const char *suffix)
{
	static const char *const tools[][2] = {
		{ "CC", "clang" }, { "HOSTCC", "clang" }, { "HOSTCXX", "clang++" },
		{ "LD", "ld.lld" }, { "AR", "llvm-ar" }, { "NM", "llvm-nm" },
		{ "STRIP", "llvm-strip" }, { "OBJCOPY", "llvm-objcopy" },
		{ "OBJDUMP", "llvm-objdump" }, { "READELF", "llvm-readelf" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tools); i++)
		add_arg(t, arena_printf(&t->arena, "%s=%s%s", tools[i][0], tools[i][1], suffix));
	add_arg(t, "LLVM_IAS=1");
}

/* ARCH as Kbuild takes it, and the directory below arch/. */
static int choose_arch(struct toolchain *t, const char *tree, const char *arch,
		       struct strbuf *err)
{
	static const struct {
		const char *given, *arch, *srcarch;
	} names[] = {
		{ "i386", "i386", "x86" }, { "i686", "i386", "x86" },
		{ "x86_64", "x86_64", "x86" }, { "amd64", "x86_64", "x86" },
		{ "aarch64", "arm64", "arm64" }, { "riscv64", "riscv", "riscv" },
		{ "sparc32", "sparc32", "sparc" }, { "sparc64", "sparc64", "sparc" },
		{ "parisc64", "parisc64", "parisc" }, { "ppc64le", "powerpc", "powerpc" },
		{ "s390x", "s390", "s390" }, { "loongarch64", "loongarch", "loongarch" },
	};
	struct strbuf dir = STRBUF_INIT;
	const char *kbuild_arch = arch;
	size_t i;
	int ret = 0;

	t->srcarch = arch ? arch : arch_of_host();
	for (i = 0; arch && i < ARRAY_SIZE(names); i++) {
		if (strcmp(arch, names[i].given))
			continue;
		kbuild_arch = names[i].arch;
		t->srcarch = names[i].srcarch;
		break;
	}
	strbuf_addf(&dir, "%s/arch/%s", tree, t->srcarch);
	if (!t->srcarch[0] || t->srcarch[strspn(t->srcarch, "abcdefghijklmnopqrstuvwxyz0123456789_")] ||
	    !dir_exists(dir.buf))
		ret = error(err, "%s has no architecture '%s'; --arch takes a name that stands in its arch/ directory",
			    tree, t->srcarch);
	else if (arch)
		add_arg(t, arena_printf(&t->arena, "ARCH=%s", kbuild_arch));
	t->srcarch = arena_strdup(&t->arena, t->srcarch);
	strbuf_release(&dir);
	return ret;
}

struct need {
	const char *what, *package;
};

struct needs {
	struct need need[8];
	size_t nr;
};

static void need(struct needs *n, const char *what, const char *package)
{
	if (n->nr == ARRAY_SIZE(n->need))
		return;
	n->need[n->nr].what = what;
	n->need[n->nr++].package = package;
}

static int say_missing(const struct needs *n, struct strbuf *err)
{
	struct strbuf what = STRBUF_INIT, packages = STRBUF_INIT;
	size_t i;

	for (i = 0; i < n->nr; i++) {
		strbuf_addf(&what, "%s%s", !i ? "" : i + 1 == n->nr ? " and " : ", ",
			    n->need[i].what);
		strbuf_addf(&packages, " %s", n->need[i].package);
	}
	error(err, "to configure a kernel tree %s %s needed and missing here: apt-get install%s",
	      what.buf, n->nr > 1 ? "are" : "is", packages.buf);
	strbuf_release(&what);
	strbuf_release(&packages);
	return -1;
}

static int has_elf_header(void)
{
	const char *more = getenv("C_INCLUDE_PATH");

	return file_exists("/usr/include/gelf.h") || file_exists("/usr/local/include/gelf.h") ||
		(more && *more);
}

static int choose_compiler(struct toolchain *t, const struct linux_tree *lt)
{
	int foreign = strcmp(t->srcarch, arch_of_host()) != 0;
	const char *target = arch_target(t->srcarch);
	struct strbuf cross = STRBUF_INIT;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(llvm_suffixes); i++) {
		const char *s = llvm_suffixes[i];

		if (!has_llvm(s))
			continue;
		t->key = arena_printf(&t->arena, "LLVM=%s", *s ? s : "1");
		t->clang = arena_printf(&t->arena, "clang%s", s);
		if (lt->has_llvm_suffix || !*s) {
			add_arg(t, t->key);
		} else {
			spell_out(t, s);
			if (foreign && target)
				add_arg(t, arena_printf(&t->arena, "CROSS_COMPILE=%s-", target));
		}
		return 1;
	}
	if (!foreign) {
		t->key = "gcc";
		return program_exists("gcc") && program_exists("ld");
	}
	strbuf_addf(&cross, "%s-gcc", target ? target : "");
	if (target && program_exists("gcc") && program_exists(cross.buf)) {
		t->key = arena_strdup(&t->arena, cross.buf);
		add_arg(t, arena_printf(&t->arena, "CROSS_COMPILE=%s-", target));
	}
	strbuf_release(&cross);
	return t->key != NULL;
}

int toolchain_choose(struct toolchain *t, const struct linux_tree *lt,
		     const char *tree, const char *arch, struct strbuf *err)
{
	static const char *const tools[] = { "make", "flex", "bison", "bc" };
	struct needs n = { .nr = 0 };
	size_t i;

	memset(t, 0, sizeof(*t));
	if (choose_arch(t, tree, arch, err) < 0)
		return -1;
	for (i = 0; i < ARRAY_SIZE(tools); i++)
		if (!program_exists(tools[i]))
			need(&n, tools[i], tools[i]);
	if (!choose_compiler(t, lt))
		need(&n, "a C compiler", "clang-19 lld-19 llvm-19");
	/* objtool's; only x86 and loongarch build it by default */
	if (!has_elf_header() && (n.nr || !strcmp(t->srcarch, "x86")))
		need(&n, "the header gelf.h", "libelf-dev");
	return n.nr ? say_missing(&n, err) : 0;
}

void toolchain_release(struct toolchain *t)
{
	arena_release(&t->arena);
	memset(t, 0, sizeof(*t));
}

const char *package_for_output(const char *output)
{
	static const char *const hints[][2] = {
		{ "gelf.h", "libelf-dev" }, { "libelf", "libelf-dev" },
		{ "-lelf", "libelf-dev" }, { "openssl/", "libssl-dev" },
		{ "-lcrypto", "libssl-dev" }, { "flex: not found", "flex" },
		{ "bison: not found", "bison" }, { "bc: not found", "bc" },
		{ "perl: not found", "perl" }, { "python3: not found", "python3" },
		{ "awk: not found", "mawk" }, { "cpio: not found", "cpio" },
		{ "rsync: not found", "rsync" }, { "xz: not found", "xz-utils" },
		{ "pahole", "pahole" }, { "'stdio.h' file not found", "libc6-dev" },
		{ "stdio.h: No such file", "libc6-dev" },
		{ "unable to find library -lc", "libc6-dev" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hints); i++)
		if (strstr(output, hints[i][0]))
			return hints[i][1];
	return NULL;
}
