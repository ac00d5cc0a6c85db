/* SPDX-License-Identifier: MIT */
/* What a directory says about itself: is it a kernel, which, configured? */
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "base/treewalk.h"
#include "base/xalloc.h"
#include "linux_tree.h"

/* The value of "NAME = value" at a line's start, NULL where it isn't set. */
static char *makefile_value(const char *text, const char *name)
{
	size_t n = strlen(name);
	const char *s, *end;

	for (s = text; s && *s; s = strchr(s, '\n'), s = s ? s + 1 : NULL) {
		if (strncmp(s, name, n))
			continue;
		s += n;
		while (*s == ' ' || *s == '\t')
			s++;
		if (*s == ':')
			s++;
		if (*s++ != '=')
			return NULL;
		while (*s == ' ' || *s == '\t')
			s++;
		end = s + strcspn(s, "\n#");
		while (end > s && isspace((unsigned char)end[-1]))
			end--;
		return xstrndup(s, (size_t)(end - s));
	}
	return NULL;
}

static int all_digits(const char *s)
{
	return s && *s && s[strspn(s, "0123456789")] == '\0';
}

/* EXTRAVERSION ends up in reports: only what release names are made of */
static int is_plain(const char *s)
{
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("-._+~", *s))
			return 0;
	return 1;
}

int linux_tree_read(struct linux_tree *t, const char *tree)
{
	static const char *const names[] = {
		"VERSION", "PATCHLEVEL", "SUBLEVEL", "EXTRAVERSION"
	};
	struct strbuf text = STRBUF_INIT, path = STRBUF_INIT;
	char *v[4] = { NULL };
	size_t n;
	int i, ret = 0;

	memset(t, 0, sizeof(*t));
	strbuf_addf(&path, "%s/arch", tree);
	if (!dir_exists(path.buf))
		goto out;
	strbuf_clear(&path);
	strbuf_addf(&path, "%s/Kbuild", tree);
	if (!file_exists(path.buf))
		goto out;
	strbuf_clear(&path);
	strbuf_addf(&path, "%s/Makefile", tree);
	if (file_read(path.buf, &text, NULL) < 0)
		goto out;
	for (i = 0; i < 4; i++)
		v[i] = makefile_value(text.buf, names[i]);
	if (!all_digits(v[0]) || !all_digits(v[1]) || strlen(v[0]) > 3)
		goto out;	/* barebox and U-Boot count years */
	ret = 1;
	snprintf(t->version, sizeof(t->version), "%s.%s", v[0], v[1]);
	if (all_digits(v[2]))
		snprintf(t->version, sizeof(t->version), "%s.%s.%s", v[0], v[1], v[2]);
	n = strlen(t->version);
	if (v[3] && is_plain(v[3]) && n + strlen(v[3]) < sizeof(t->version))
		snprintf(t->version + n, sizeof(t->version) - n, "%s", v[3]);
	t->has_llvm_suffix = strstr(text.buf, "LLVM_SUFFIX") != NULL;
out:
	for (i = 0; i < 4; i++)
		free(v[i]);
	strbuf_release(&text);
	strbuf_release(&path);
	return ret;
}

int linux_config_arch(const char *build, struct arena *a, const char **arch)
{
	/* "# Linux/x86 6.1.192 Kernel Configuration", the third line */
	struct strbuf path = STRBUF_INIT;
	char head[512];
	size_t n;
	char *s;

	strbuf_addf(&path, "%s/.config", build);
	n = file_head(path.buf, head, sizeof(head) - 1);
	strbuf_release(&path);
	head[n] = '\0';
	s = strstr(head, "# Linux/");
	if (!s)
		return -1;
	s += strlen("# Linux/");
	n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
	if (!n || s[n] != ' ')
		return -1;
	*arch = arena_strndup(a, s, n);
	return 0;
}

int linux_tree_in_place(const char *tree)
{
	static const char *const marks[] = { ".config", "include/config/auto.conf",
		"include/generated/autoconf.h" };
	struct strbuf path = STRBUF_INIT;
	size_t i;
	int ret = 0;

	for (i = 0; i < ARRAY_SIZE(marks) && !ret; i++) {
		strbuf_clear(&path);
		strbuf_addf(&path, "%s/%s", tree, marks[i]);
		ret = file_exists(path.buf);
	}
	strbuf_release(&path);
	return ret;
}

static int decides_build(const char *name)
{
	const char *dot = strrchr(name, '.');

	return !strncmp(name, "Makefile", 8) || !strncmp(name, "Kbuild", 6) ||
		!strncmp(name, "Kconfig", 7) ||
		(dot && (!strcmp(dot, ".tbl") || !strcmp(dot, ".asn1") ||
			 !strcmp(dot, "_shipped")));
}

/* Added up: the order in which files are seen must not matter. */
static void add_file(void *sum, int dir, const char *path, const char *name)
{
	struct stat st;
	uint64_t h;

	if (*name == '.' || !decides_build(name) || fstatat(dir, name, &st, 0))
		return;
	h = digest_str(path);
	h = digest_mix(h, (uint64_t)st.st_size);
	h = digest_mix(h, (uint64_t)st.st_mtim.tv_sec);
	h = digest_mix(h, (uint64_t)st.st_mtim.tv_nsec);
	*(uint64_t *)sum += h;
}

uint64_t linux_tree_digest(const char *tree)
{
	static const char *const skip[] = { "Documentation", "LICENSES", NULL };
	uint64_t sum = 0;
	const struct tree_walk walk = { .file = add_file, .ctx = &sum, .skip = skip };

	tree_walk(&walk, tree);
	return sum;
}
