/* SPDX-License-Identifier: MIT */
/* What Kbuild's cc-option, cc-disable-warning and as-option run (scripts/Makefile.compiler, scripts/Kconfig.include,
 * Linux 4.19 to 6.12), and no more than that: what is not known is no question. */
#include "probe.h"

#include <ctype.h>
#include <string.h>

#include "base/xalloc.h"

static int begins(const char *s, const char *const *list, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (!strncmp(s, list[i], strlen(list[i])))
			return 1;
	return 0;
}

/* An option that says how to compile. Names of files have a '/' in them, or stand behind one of a few options. */
static int is_harmless(const char *s)
{
	static const char *const good[] = {
		"-W", "-f", "-m", "-D", "-U", "-O", "-g", "-std=", "--target=", "-nostd", "-Qunused-arguments", "-pipe",
	};
	static const char *const bad[] = {
		"-Wp,", "-Wl,", "-Wa,", "-fplugin", "-fpass-plugin", "-fprofile", "-fauto-profile", "-fcs-profile",
		"-fmodule", "-fsanitize-", "-ftime", "-fdebug-", "-fcrash", "-frandomize-layout", "-fno-integrated-as",
		"-fsave", "-foptimization-record", "-fthin", "-fbasic-block", "-fmemory-profile", "-fproc", "-fxray",
		"-fembed", "-foffload", "-fdump", "-fdiagnostics", "-fdep", "-findex", "-fuse", "-gsplit", "-gz",
	};

	return begins(s, good, ARRAY_SIZE(good)) && !begins(s, bad, ARRAY_SIZE(bad)) && !strchr(s, '/');
}

static int is_scratch(const char *s)
{
	static const char dir[] = ".tmp_";

	if (!strcmp(s, "/dev/null"))
		return 1;
	if (strncmp(s, dir, sizeof(dir) - 1) || !isdigit((unsigned char)s[sizeof(dir) - 1]))
		return 0;
	for (s += sizeof(dir) - 1; isdigit((unsigned char)*s); s++)
		;
	return !strcmp(s, "/tmp") || !strcmp(s, "/tmp.o");
}

const char *probe_output(int argc, const char *const *argv)
{
	const char *output = NULL;
	int i, sources = 0, compiles = 0;

	for (i = 1; i < argc; i++) {
		const char *s = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;

		if (!strcmp(s, "-o")) {
			if (output || !value || !is_scratch(value))
				return NULL;
			output = value;
			i++;
		} else if (!strcmp(s, "-x")) {
			if (!value || (strcmp(value, "c") && strcmp(value, "assembler-with-cpp")))
				return NULL;
			i++;
		} else if (!strcmp(s, "-c") || !strcmp(s, "-S")) {
			compiles++;
		} else if (!strcmp(s, "/dev/null")) {
			sources++;
		} else if (!is_harmless(s)) {
			return NULL;
		}
	}
	return compiles == 1 && sources == 1 ? output : NULL;
}

void probe_key(struct strbuf *out, const char *compiler, int argc, const char *const *argv)
{
	int i;

	strbuf_add(out, compiler, strlen(compiler) + 1);
	for (i = 0; i < argc; i++) {
		int is_output = i && !strcmp(argv[i - 1], "-o") && strcmp(argv[i], "/dev/null");

		strbuf_add(out, is_output ? "" : argv[i], is_output ? 1 : strlen(argv[i]) + 1);
	}
}
