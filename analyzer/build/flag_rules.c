/* SPDX-License-Identifier: MIT */
/*
 * gcc's options by its manual (Option Summary), clang's by its command line reference.
 */
#include "flag_rules.h"

#include "base/xalloc.h"

/*
 * The first that matches decides; what no rule names is dropped. PREFIX
 * with an argument: the argument is the rest, or the next word where the
 * rest is empty.
 */
static const struct flag_rule rules[] = {
	/* macros and includes */
	{ "-D", PREFIX, FLAG_KEEP_ARG },
	{ "-U", PREFIX, FLAG_KEEP_ARG },
	{ "-I-", EXACT, FLAG_DROP },
	{ "-I", PREFIX, FLAG_PATH },
	{ "-isystem", PREFIX, FLAG_PATH_PAIR },
	{ "-iquote", PREFIX, FLAG_PATH_PAIR },
	{ "-idirafter", PREFIX, FLAG_PATH_PAIR },
	{ "-isysroot", PREFIX, FLAG_PATH_PAIR },
	{ "--sysroot=", PREFIX, FLAG_PATH },
	{ "--sysroot", EXACT, FLAG_PATH_PAIR },
	{ "-include-pch", EXACT, FLAG_DROP_ARG },
	{ "-include", EXACT, FLAG_FILE_PAIR },
	{ "-imacros", EXACT, FLAG_FILE_PAIR },
	{ "-nostdinc", EXACT, FLAG_KEEP },
	{ "-undef", EXACT, FLAG_KEEP },
	/* language */
	{ "-std=", PREFIX, FLAG_KEEP },
	{ "--std=", PREFIX, FLAG_KEEP },
	{ "-ansi", EXACT, FLAG_KEEP },
	{ "-x", PREFIX, FLAG_KEEP_PAIR },
	{ "-fms-extensions", EXACT, FLAG_KEEP },
	{ "-fgnu89-inline", EXACT, FLAG_KEEP },
	{ "-fshort-wchar", EXACT, FLAG_KEEP },
	{ "-fsanitize=", PREFIX, FLAG_KEEP }, { "-fno-sanitize=", PREFIX, FLAG_KEEP },
	{ "-fstack-protector", PREFIX, FLAG_KEEP }, { "-fno-stack-protector", EXACT, FLAG_KEEP },
	{ "-fcf-protection", PREFIX, FLAG_KEEP },
	{ "-fno-math-errno", EXACT, FLAG_KEEP }, { "-ffinite-math-only", EXACT, FLAG_KEEP },
	{ "-fno-exceptions", EXACT, FLAG_KEEP }, { "-fno-fast-math", EXACT, FLAG_KEEP },
	{ "-fshort-enums", EXACT, FLAG_KEEP },
	{ "-fno-short-enums", EXACT, FLAG_KEEP },
	{ "-funsigned-char", EXACT, FLAG_KEEP },
	{ "-fsigned-char", EXACT, FLAG_KEEP },
	{ "-fpack-struct", PREFIX, FLAG_KEEP },
	{ "-ffreestanding", EXACT, FLAG_KEEP },
	{ "-fhosted", EXACT, FLAG_KEEP },
	{ "-fno-builtin", PREFIX, FLAG_KEEP },
	{ "-fopenmp", EXACT, FLAG_KEEP },
	{ "-pthread", EXACT, FLAG_KEEP },
	{ "-ffast-math", EXACT, FLAG_KEEP },
	{ "-fexceptions", EXACT, FLAG_KEEP },
	{ "-fpic", EXACT, FLAG_KEEP }, { "-fPIC", EXACT, FLAG_KEEP },
	{ "-fpie", EXACT, FLAG_KEEP }, { "-fPIE", EXACT, FLAG_KEEP },
	{ "-fno-pic", EXACT, FLAG_KEEP }, { "-fno-PIC", EXACT, FLAG_KEEP },
	{ "-fno-pie", EXACT, FLAG_KEEP }, { "-fno-PIE", EXACT, FLAG_KEEP },
	/* target: they decide which macros are predefined */
	{ "--target=", PREFIX, FLAG_KEEP },
	{ "-target", EXACT, FLAG_KEEP_PAIR },
	{ "-m16", EXACT, FLAG_KEEP }, { "-m32", EXACT, FLAG_KEEP },
	{ "-m64", EXACT, FLAG_KEEP }, { "-mx32", EXACT, FLAG_KEEP },
	{ "-mcmodel=", PREFIX, FLAG_KEEP },
	{ "-march=native", EXACT, FLAG_DROP },
	{ "-march=", PREFIX, FLAG_KEEP },
	{ "-mcpu=native", EXACT, FLAG_DROP },
	{ "-mcpu=", PREFIX, FLAG_KEEP },
	{ "-mabi=", PREFIX, FLAG_KEEP },
	{ "-mfpu=", PREFIX, FLAG_KEEP },
	{ "-mfloat-abi=", PREFIX, FLAG_KEEP },
	{ "-msoft-float", EXACT, FLAG_KEEP },
	{ "-mthumb", EXACT, FLAG_KEEP }, { "-marm", EXACT, FLAG_KEEP },
	{ "-mgeneral-regs-only", EXACT, FLAG_KEEP },
	{ "-mlittle-endian", EXACT, FLAG_KEEP }, { "-mbig-endian", EXACT, FLAG_KEEP },
	{ "-EL", EXACT, FLAG_KEEP }, { "-EB", EXACT, FLAG_KEEP },
	{ "-mno-80387", EXACT, FLAG_KEEP },
	{ "-mno-sse", PREFIX, FLAG_KEEP }, { "-msse", PREFIX, FLAG_KEEP },
	{ "-mno-ssse", PREFIX, FLAG_KEEP }, { "-mssse", PREFIX, FLAG_KEEP },
	{ "-mno-mmx", EXACT, FLAG_KEEP }, { "-mmmx", EXACT, FLAG_KEEP },
	{ "-mno-3dnow", PREFIX, FLAG_KEEP },
	{ "-mno-avx", PREFIX, FLAG_KEEP }, { "-mavx", PREFIX, FLAG_KEEP },
	{ "-mno-fma", EXACT, FLAG_KEEP }, { "-mfma", EXACT, FLAG_KEEP },
	{ "-maes", EXACT, FLAG_KEEP }, { "-mpclmul", EXACT, FLAG_KEEP },
	{ "-mno-bmi", PREFIX, FLAG_KEEP }, { "-mbmi", PREFIX, FLAG_KEEP },
	{ "-mlzcnt", EXACT, FLAG_KEEP }, { "-mno-lzcnt", EXACT, FLAG_KEEP },
	{ "-mpopcnt", EXACT, FLAG_KEEP }, { "-mno-popcnt", EXACT, FLAG_KEEP },
	{ "-mabm", EXACT, FLAG_KEEP }, { "-mf16c", EXACT, FLAG_KEEP }, { "-mno-f16c", EXACT, FLAG_KEEP },
	{ "-mno-aes", EXACT, FLAG_KEEP }, { "-mno-pclmul", EXACT, FLAG_KEEP },
	{ "-msha", PREFIX, FLAG_KEEP }, { "-mno-sha", PREFIX, FLAG_KEEP }, { "-mgfni", EXACT, FLAG_KEEP },
	{ "-mvaes", EXACT, FLAG_KEEP }, { "-mvpclmulqdq", EXACT, FLAG_KEEP },
	{ "-mrdrnd", EXACT, FLAG_KEEP }, { "-mrdseed", EXACT, FLAG_KEEP }, { "-mrdpid", EXACT, FLAG_KEEP },
	{ "-madx", EXACT, FLAG_KEEP }, { "-mmovbe", EXACT, FLAG_KEEP }, { "-mcx16", EXACT, FLAG_KEEP },
	{ "-mxsave", PREFIX, FLAG_KEEP }, { "-mno-xsave", PREFIX, FLAG_KEEP },
	{ "-mfsgsbase", EXACT, FLAG_KEEP }, { "-mclflushopt", EXACT, FLAG_KEEP },
	{ "-mclwb", EXACT, FLAG_KEEP },
	{ "-mprfchw", EXACT, FLAG_KEEP }, { "-mrtm", EXACT, FLAG_KEEP }, { "-mfma4", EXACT, FLAG_KEEP },
	{ "-mxop", EXACT, FLAG_KEEP }, { "-mtbm", EXACT, FLAG_KEEP }, { "-mlwp", EXACT, FLAG_KEEP },
	{ "-msahf", EXACT, FLAG_KEEP }, { "-mcrc32", EXACT, FLAG_KEEP }, { "-mamx-", PREFIX, FLAG_KEEP },
	{ "-mmovdir", PREFIX, FLAG_KEEP }, { "-mserialize", EXACT, FLAG_KEEP },
	{ "-mwaitpkg", EXACT, FLAG_KEEP },
	{ "-mcrypto", EXACT, FLAG_KEEP }, { "-mbranch-protection=", PREFIX, FLAG_KEEP },
	{ "-mtls-size=", PREFIX, FLAG_KEEP }, { "-mstrict-align", EXACT, FLAG_KEEP },
	{ "-mno-unaligned-access", EXACT, FLAG_KEEP }, { "-munaligned-access", EXACT, FLAG_KEEP },
	{ "-mlong-double-", PREFIX, FLAG_KEEP }, { "-maltivec", EXACT, FLAG_KEEP },
	{ "-mvsx", EXACT, FLAG_KEEP },
	{ "-mpower", PREFIX, FLAG_KEEP }, { "-mzvector", EXACT, FLAG_KEEP },
	{ "-mno-altivec", EXACT, FLAG_KEEP }, { "-mno-vsx", EXACT, FLAG_KEEP },
	/* dropped with the word that follows them */
	{ "-o", PREFIX, FLAG_DROP_ARG },
	{ "-MF", PREFIX, FLAG_DROP_ARG }, { "-MT", PREFIX, FLAG_DROP_ARG },
	{ "-MQ", PREFIX, FLAG_DROP_ARG }, { "-MJ", PREFIX, FLAG_DROP_ARG },
	{ "-Xclang", EXACT, FLAG_DROP_ARG }, { "-Xassembler", EXACT, FLAG_DROP_ARG },
	{ "-Xlinker", EXACT, FLAG_DROP_ARG }, { "-Xpreprocessor", EXACT, FLAG_DROP_ARG },
	{ "-Xanalyzer", EXACT, FLAG_DROP_ARG },
	{ "-mllvm", EXACT, FLAG_DROP_ARG }, { "--param", EXACT, FLAG_DROP_ARG },
	{ "-aux-info", EXACT, FLAG_DROP_ARG }, { "-wrapper", EXACT, FLAG_DROP_ARG },
	{ "-dumpbase", EXACT, FLAG_DROP_ARG }, { "-dumpbase-ext", EXACT, FLAG_DROP_ARG },
	{ "-dumpdir", EXACT, FLAG_DROP_ARG }, { "-imultilib", EXACT, FLAG_DROP_ARG },
	{ "-arch", EXACT, FLAG_DROP_ARG }, { "-framework", EXACT, FLAG_DROP_ARG },
	{ "--serialize-diagnostics", EXACT, FLAG_DROP_ARG },
	{ "-T", PREFIX, FLAG_DROP_ARG }, { "-L", PREFIX, FLAG_DROP_ARG },
	{ "-B", PREFIX, FLAG_DROP_ARG }, { "-l", PREFIX, FLAG_DROP_ARG },
	{ "-u", EXACT, FLAG_DROP_ARG }, { "-z", EXACT, FLAG_DROP_ARG },
};

const struct flag_rule *flag_rule_find(const char *arg, const char **rest)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		const char *name = rules[i].name, *s = arg;

		while (*name && *name == *s) {
			name++;
			s++;
		}
		if (*name || (rules[i].match == EXACT && *s))
			continue;
		*rest = s;
		return &rules[i];
	}
	return NULL;
}
