/* SPDX-License-Identifier: MIT */
#include "probes.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cachedir.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "process.h"

#define CACHE_BYTES (16ull << 20)

static void add_line(void *ctx, const char *line, size_t len)
{
	strbuf_add(ctx, line, len);
	strbuf_addch(ctx, '\n');
}

/* What tells this compiler from every other one: what it says of itself, and which file it is. */
static int identify(const char *cc, struct strbuf *out)
{
	const char *argv[] = { cc, "--version", NULL };
	struct process p = { .argv = argv, .line = add_line, .ctx = out };
	char *real = realpath(cc, NULL);
	struct stat st;
	int ret = -1;

	if (real && !stat(real, &st) && !process_run(&p, NULL) && !p.status && out->len) {
		strbuf_addf(out, "%s %s %llu %llu %lld.%09ld", cc, real, (unsigned long long)st.st_dev,
			    (unsigned long long)st.st_ino, (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
		strbuf_addf(out, " %lld", (long long)st.st_size);
		ret = 0;
	}
	strbuf_release(&p.tail);
	free(real);
	return ret;
}

/* A folder of the cache where `name` is the program; one for each program, as several kpaths may use one cache. */
static int make_door(struct strbuf *dir, const char *cache, const char *name, const char *program)
{
	struct strbuf link = STRBUF_INIT, sub = STRBUF_INIT;
	char to[PATH_MAX];
	ssize_t n;
	int ret;

	strbuf_addf(&sub, "probe-%016llx", (unsigned long long)digest_str(program));
	ret = cache_subdir(dir, cache, sub.buf, NULL);
	strbuf_addf(&link, "%s/%s", dir->buf, name);
	if (!ret && symlink(program, link.buf)) {
		n = readlink(link.buf, to, sizeof(to) - 1);
		to[n > 0 ? n : 0] = '\0';
		ret = strcmp(to, program) ? -1 : 0;
	}
	strbuf_release(&link);
	strbuf_release(&sub);
	return ret;
}

const char **probes_env(struct arena *a, const char *cc, const char *cache_dir_given)
{
	struct strbuf program = STRBUF_INIT, cache = STRBUF_INIT, door = STRBUF_INIT, answers = STRBUF_INIT;
	struct strbuf path = STRBUF_INIT, key = STRBUF_INIT;
	const char **env = NULL, *old = getenv("PATH");

	cache_dir(&cache, cache_dir_given);
	if (old && !program_beside(&program, "kpath-probe") && !program_find(&path, cc) && *path.buf == '/' &&
	    !identify(path.buf, &key) && !make_door(&door, cache.buf, cc, program.buf) &&
	    !cache_subdir(&answers, cache.buf, "probes", NULL) && !strchr(door.buf, ':')) {
		cache_trim(answers.buf, CACHE_BYTES);
		env = arena_alloc(a, (PROBES_ENV + 2) * sizeof(*env));
		env[0] = arena_printf(a, "PATH=%s:%s", door.buf, old);
		env[1] = arena_printf(a, "KPATH_PROBE_CC=%s", path.buf);
		env[2] = arena_printf(a, "KPATH_PROBE_KEY=%s", key.buf);
		env[3] = arena_printf(a, "KPATH_PROBE_DIR=%s", answers.buf);
	}
	strbuf_release(&program);
	strbuf_release(&cache);
	strbuf_release(&door);
	strbuf_release(&answers);
	strbuf_release(&path);
	strbuf_release(&key);
	return env;
}
