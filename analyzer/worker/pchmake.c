/* SPDX-License-Identifier: MIT */
/*
 * Makes a precompiled header: tries which headers can be included one after
 * the other, notes what they hold, tries the result on a few TUs.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "door.h"
#include "pchjob.h"
#include "tu_p.h"
#include "cursors.h"

#define PCH_FORMAT 10
#define MAX_ROUNDS 8		/* of moving headers with errors, and of leaving them out */

static uint64_t request_digest(const struct pch_request *req)
{
	CXString version = clang_getClangVersion();
	uint64_t h = digest_mix(PCH_FORMAT, digest_str(clang_getCString(version)));
	uint32_t i;
	int j;

	clang_disposeString(version);
	h = digest_mix(h, digest_str(req->cmd.dir));
	for (j = 0; j < req->cmd.argc; j++)
		h = digest_mix(h, digest_str(req->cmd.argv[j]));
	for (i = 0; i < req->nr_header; i++)
		h = digest_mix(h, digest_str(req->header[i]));
	for (i = 0; i < req->nr_early; i++)
		h = digest_mix(h, digest_str(req->early[i]));
	return h;
}

static void add_includes(struct pch_job *m, int late, struct strbuf *text, uint32_t *line)
{
	uint32_t i;

	for (i = 0; i < m->req->nr_header; i++) {
		if (m->drop[i] || m->late[i] != late)
			continue;
		strbuf_addf(text, "#include <%s>\n", m->req->header[i]);
		m->line[i] = (*line)++;
	}
}

static int write_header(struct pch_job *m, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT, path = STRBUF_INIT;
	uint32_t i, line = 1;
	int ret;

	for (i = 0; i < m->req->nr_define; i++, line++)
		strbuf_addf(&text, "#define %s\n", m->req->define[i]);
	add_includes(m, 0, &text, &line);
	add_includes(m, 1, &text, &line);
	for (i = 0; i < m->req->nr_define; i++)
		strbuf_addf(&text, "#undef %.*s\n", (int)strcspn(m->req->define[i], " "),
			    m->req->define[i]);
	for (i = 1; i < m->hidden.nr; i++)
		strbuf_addf(&text, "#undef %s\n", m->hidden.str[i]);
	strbuf_addf(&path, "%s.h", m->base->buf);
	ret = file_write_atomic(path.buf, text.buf, text.len, err);
	strbuf_release(&text);
	strbuf_release(&path);
	return ret;
}

/* ---- headers that can't be included on their own -------------------------------- */

struct blame { struct pch_job *m; CXFile file; unsigned line; };

static void see_stack(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	struct blame *b = data;

	if (!b->line && depth && clang_File_isEqual(file, b->file))
		clang_getExpansionLocation(stack[depth - 1], NULL, &b->line, NULL, NULL);
}

/* A header with errors is moved behind all others, which it may need; then it is left out. */
static int blame_line(struct pch_job *m, unsigned line)
{
	uint32_t i;

	for (i = 0; i < m->req->nr_header; i++) {
		if (m->drop[i] || m->line[i] != line)
			continue;
		m->line[i] = 0;		/* once for all of its errors */
		if (m->late[i])
			m->drop[i] = 1;
		else
			m->late[i] = 1;
		return 1;
	}
	return 0;
}

/* How many headers have errors; they are moved or left out from now on. -1: it is
 * nobody's fault. */
static int drop_failing(struct pch_job *m, CXTranslationUnit tu)
{
	unsigned i, n = clang_getNumDiagnostics(tu), errors = 0;
	CXFile top = clang_getFile(tu, m->cmd.path);
	int dropped = 0;

	for (i = 0; i < n; i++) {
		CXDiagnostic d = clang_getDiagnostic(tu, i);
		struct blame b = { m, NULL, 0 };
		unsigned line = 0;

		if (tu_is_error(d)) {
			errors++;
			clang_getExpansionLocation(clang_getDiagnosticLocation(d), &b.file, &line,
						   NULL, NULL);
			if (b.file && clang_File_isEqual(b.file, top))
				b.line = line;
			else if (b.file)
				clang_getInclusions(tu, see_stack, &b);
			dropped += b.line && blame_line(m, b.line);
		}
		clang_disposeDiagnostic(d);
	}
	return errors && !dropped ? -1 : dropped;
}

static int parse_whole(struct pch_job *m, unsigned options, CXTranslationUnit *tu, struct strbuf *err)
{
	static const char *const as_header[] = { "-x", "c-header" };

	if (tu_parse_raw(m->tp, &m->cmd, as_header, 2, CXTranslationUnit_KeepGoing |
			 CXTranslationUnit_Incomplete | options, tu))
		return error(err, "clang makes no precompiled header of %s", m->cmd.path);
	return 0;
}

static int choose(struct pch_job *m, CXTranslationUnit *tu, struct strbuf *err)
{
	int round, dropped;

	for (round = 0; round < MAX_ROUNDS; round++) {
		if (write_header(m, err) || parse_whole(m, CXTranslationUnit_DetailedPreprocessingRecord,
							tu, err))
			return -1;
		dropped = drop_failing(m, *tu);
		if (!dropped)
			return 0;
		clang_disposeTranslationUnit(*tu);
		*tu = NULL;
		if (dropped < 0)
			return error(err, "the flags of %s don't suit its headers", m->cmd.path);
	}
	return error(err, "too many headers can't be included on their own");
}

/* ---- clang's file, and a trial ------------------------------------------------------- */

/* Where its headers were looked for and not found: one that appears there
 * makes it another. */
static int write_absent(struct pch_job *m, struct strbuf *err)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	int ret;

	door_absent(&text);
	strbuf_addf(&path, "%s.absent", m->base->buf);
	ret = file_write_atomic(path.buf, text.buf, text.len, err);
	strbuf_release(&path);
	strbuf_release(&text);
	return ret;
}

static int is_still_absent(const struct strbuf *base)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	char *p, *nl;
	int ok;

	strbuf_addf(&path, "%s.absent", base->buf);
	ok = !file_read(path.buf, &text, NULL);
	for (p = text.buf; ok && (nl = strchr(p, '\n')); p = nl + 1) {
		*nl = '\0';
		ok = access(p, F_OK) != 0;
	}
	strbuf_release(&path);
	strbuf_release(&text);
	return ok;
}

/* Without a record of macros: clang_getCursor() would find their expansions
 * where a declaration is wanted. */
static int save(struct pch_job *m, struct strbuf *err)
{
	struct strbuf path = STRBUF_INIT, tmp = STRBUF_INIT;
	CXTranslationUnit tu;
	int ret = 0;

	door_begin(m->cmd.path);
	if (parse_whole(m, CXTranslationUnit_ForSerialization, &tu, err))
		return -1;
	if (write_absent(m, err)) {
		clang_disposeTranslationUnit(tu);
		return -1;
	}
	strbuf_addf(&path, "%s.pch", m->base->buf);
	strbuf_addf(&tmp, "%s.tmp.%ld", path.buf, (long)getpid());
	if (clang_saveTranslationUnit(tu, tmp.buf, clang_defaultSaveOptions(tu)))
		ret = error(err, "clang can't write %s", path.buf);
	if (!ret && rename(tmp.buf, path.buf))
		ret = error(err, "cannot rename %s", tmp.buf);
	if (ret)
		unlink(tmp.buf);
	clang_disposeTranslationUnit(tu);
	strbuf_release(&path);
	strbuf_release(&tmp);
	return ret;
}

/* Is it a macro that no other header needs? Then it can be taken back. */
static int can_hide(const struct pch_tab *t, const char *macro)
{
	uint32_t word = strtab_find(&t->str, macro), n, nd, ni, i;
	const struct pch_pair *p = pch_pairs_of(t->mention, t->nr_mention, word, &n);
	const struct pch_pair *d = pch_pairs_of(t->macro, t->nr_macro, word, &nd);

	pch_pairs_of(t->inside, t->nr_inside, word, &ni);
	for (i = 0; i < n; i++)
		if (!nd || p[i].to != d->to)
			return 0;
	p = pch_pairs_of(t->define, t->nr_define, word, &n);
	for (i = 0; i < n; i++)
		if (!nd || p[i].to != d->to)
			return 0;
	return nd && !ni;
}

/* Macros that break TUs which don't include their header, and that none of
 * the samples needs. */
static uint32_t try_out(struct pch_job *m, const struct compdb *db)
{
	struct strtab foreign, used;
	uint32_t i;

	strtab_init(&foreign);
	strtab_init(&used);
	for (i = 0; i < m->req->nr_sample; i++)
		tu_try_pch(m->tp, &m->req->sample[i], db, m->base->buf, &m->tab, &foreign, &used);
	for (i = 1; i < foreign.nr; i++)
		if (!strtab_find(&used, foreign.str[i]) && can_hide(&m->tab, foreign.str[i]))
			strtab_add(&m->hidden, foreign.str[i]);
	strtab_release(&foreign);
	strtab_release(&used);
	return (uint32_t)m->hidden.nr - 1;
}

static void hide(struct pch_job *m)
{
	struct pch_tab *t = &m->tab;
	size_t i;

	for (i = 1; i < m->hidden.nr; i++) {
		ALLOC_GROW(t->hidden, t->nr_hidden + 1, t->alloc_hidden);
		t->hidden[t->nr_hidden++] = strtab_add(&t->str, m->hidden.str[i]);
	}
}

static int write_tab(struct pch_job *m, struct strbuf *err)
{
	struct strbuf out = STRBUF_INIT, path = STRBUF_INIT;
	int ret;

	pch_tab_write(&m->tab, &out);
	strbuf_addf(&path, "%s.tab", m->base->buf);
	ret = file_write_atomic(path.buf, out.buf, out.len, err);
	strbuf_release(&out);
	strbuf_release(&path);
	return ret;
}

/* How many headers mention an early macro, be it in one that they include;
 * they are left out from now on. */
static int drop_early(struct pch_job *m)
{
	const struct pch_tab *t = &m->tab;
	uint8_t *bad = xcalloc(t->nr_header + 1, 1);
	uint32_t i, j, n;
	int more = 1, dropped = 0;

	for (i = 0; i < m->req->nr_early; i++) {
		const struct pch_pair *p = pch_pairs_of(t->mention, t->nr_mention,
			strtab_find(&t->str, m->req->early[i]), &n);

		for (j = 0; j < n; j++)
			bad[p[j].to] = 1;
	}
	while (more) {
		more = 0;
		for (i = 1; i < t->nr_header; i++)
			for (j = 0; j < t->header[i].nr_edges && !bad[i]; j++)
				if (bad[t->edge[t->header[i].edge + j]])
					bad[i] = more = 1;
	}
	for (i = 0; i < m->req->nr_header; i++)
		if (!m->drop[i] && bad[m->in_tab[i]])
			dropped += m->drop[i] = 1;
	free(bad);
	return dropped;
}

static int choose_and_gather(struct pch_job *m, const struct compdb *db, struct strbuf *err)
{
	CXTranslationUnit tu = NULL;
	int ret, again;

	do {
		pch_tab_release(&m->tab);
		pch_tab_init(&m->tab);
		ret = choose(m, &tu, err);
		if (!ret)
			pch_gather(m, tu, db);
		if (tu)
			clang_disposeTranslationUnit(tu);
		tu = NULL;
		again = !ret && m->req->nr_early && drop_early(m);
	} while (again);
	return ret;
}

static int make_anew(struct pch_job *m, const struct compdb *db, struct strbuf *err)
{
	int ret = choose_and_gather(m, db, err);

	if (!ret)
		ret = save(m, err);
	if (ret || !try_out(m, db))
		return ret ? ret : write_tab(m, err);
	hide(m);
	ret = write_header(m, err);
	if (!ret)
		ret = save(m, err);
	return ret ? ret : write_tab(m, err);
}

static int is_there(const struct strbuf *base)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	struct pch_tab t;
	int ok;

	pch_tab_init(&t);
	strbuf_addf(&path, "%s.pch", base->buf);
	ok = file_exists(path.buf);
	strbuf_clear(&path);
	strbuf_addf(&path, "%s.tab", base->buf);
	ok = ok && !file_read(path.buf, &text, NULL) && !pch_tab_read(&t, text.buf, text.len) &&
		pch_tab_is_fresh(&t) && is_still_absent(base);
	pch_tab_release(&t);
	strbuf_release(&path);
	strbuf_release(&text);
	return ok;
}

int pch_make(struct tu_parser *tp, const struct pch_request *req, const struct compdb *db,
	     struct strbuf *base, struct strbuf *err)
{
	struct pch_job m = { .tp = tp, .req = req, .base = base, .cmd = req->cmd };
	struct strbuf path = STRBUF_INIT;
	int ret = 0;

	strbuf_addf(base, "%s/%016llx", req->dir, (unsigned long long)request_digest(req));
	if (is_there(base))
		return 0;
	strbuf_addf(&path, "%s.h", base->buf);
	m.cmd.path = m.cmd.file = path.buf;
	m.drop = xcalloc(req->nr_header + 1, 1);
	m.late = xcalloc(req->nr_header + 1, 1);
	m.line = xcalloc(req->nr_header + 1, sizeof(*m.line));
	m.in_tab = xcalloc(req->nr_header + 1, sizeof(*m.in_tab));
	pch_tab_init(&m.tab);
	strtab_init(&m.hidden);
	ret = make_anew(&m, db, err);
	pch_tab_release(&m.tab);
	strtab_release(&m.hidden);
	free(m.drop);
	free(m.late);
	free(m.line);
	free(m.in_tab);
	strbuf_release(&path);
	return ret;
}
