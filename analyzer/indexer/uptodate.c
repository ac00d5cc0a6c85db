/* SPDX-License-Identifier: MIT */
#include "uptodate.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cachedir.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "frontend/factcache.h"
#include "frontend/inputs.h"

#define MAGIC "kpath inputs 3\n"

static int note_path(const char *dir, const char *db, struct strbuf *out)
{
	char *real = realpath(db, NULL);

	if (!real)
		return -1;
	strbuf_addf(out, "%s/%016llx.inputs", dir, (unsigned long long)digest_str(real));
	free(real);
	return 0;
}

static void head(const char *db, const struct strbuf *stamp, struct strbuf *out)
{
	struct strbuf log = STRBUF_INIT;

	strbuf_addf(&log, "%s.log", db);	/* a killed run may have written only one of them */
	strbuf_addf(out, MAGIC "%s\n%016llx\n%016llx\n", stamp->buf,
		    (unsigned long long)file_digest(db), (unsigned long long)file_digest(log.buf));
	strbuf_release(&log);
}

static int is_newer(const char *path, const struct stat *note)
{
	struct stat st;

	return stat(path, &st) || (st.st_mtim.tv_sec > note->st_mtim.tv_sec ||
		(st.st_mtim.tv_sec == note->st_mtim.tv_sec &&
		 st.st_mtim.tv_nsec > note->st_mtim.tv_nsec));
}

/* Lines "DIGEST PATH": does every file still have that digest? With `note`,
 * only those that were written after it are looked at. */
static int all_same(const char *line, const struct stat *note)
{
	struct strbuf path = STRBUF_INIT;
	const char *nl;
	int same = 1;

	for (; *line && same; line = nl + 1) {
		char *end;
		unsigned long long h = strtoull(line, &end, 16);

		nl = strchr(line, '\n');
		same = nl && end < nl && *end == ' ';	/* strtoull() skips what is before, lines too */
		if (!same)
			break;
		strbuf_clear(&path);
		strbuf_add(&path, end + 1, (size_t)(nl - end - 1));
		if (!note || is_newer(path.buf, note))
			same = input_same(h, input_now(path.buf));
	}
	strbuf_release(&path);
	return same;
}

/* After an edit most of the files need not be read to see that one is another. */
static int inputs_same(const char *lines, const char *note)
{
	struct stat st;

	return (stat(note, &st) || all_same(lines, &st)) && all_same(lines, NULL);
}

int uptodate_check(const char *dir, const char *db, const struct strbuf *stamp)
{
	struct strbuf path = STRBUF_INIT, want = STRBUF_INIT, have = STRBUF_INIT;
	int same = 0;

	if (!note_path(dir, db, &path) && !cache_read(path.buf, &have)) {
		head(db, stamp, &want);
		same = have.len > want.len && !memcmp(have.buf, want.buf, want.len) &&
			inputs_same(have.buf + want.len, path.buf);
	}
	strbuf_release(&path);
	strbuf_release(&want);
	strbuf_release(&have);
	return same;
}

void uptodate_write(const char *dir, const char *db, const struct strbuf *stamp,
		    const struct strbuf *inputs)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;

	if (inputs->len && !note_path(dir, db, &path)) {
		head(db, stamp, &text);
		strbuf_add(&text, inputs->buf, inputs->len);
		file_write_atomic(path.buf, text.buf, text.len, NULL);
	}
	strbuf_release(&path);
	strbuf_release(&text);
}
