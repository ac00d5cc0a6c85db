/* SPDX-License-Identifier: MIT */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/tempfile.h"
#include "build/process.h"

#define SECONDS "120"		/* a page that takes longer has gone wrong */

static const char *const browsers[] = {
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", NULL
};

static const char *find_browser(void)
{
	const char *said = getenv("KPATH_BROWSER");
	size_t i;

	if (said && *said)
		return said;
	for (i = 0; browsers[i]; i++)
		if (program_exists(browsers[i]))
			return browsers[i];
	return NULL;
}

int pdf_is_asked(const char *output)
{
	size_t n = output ? strlen(output) : 0;

	return n > 4 && !strcmp(output + n - 4, ".pdf");
}

int pdf_can_print(struct cli *c)
{
	return find_browser() ? 0 :
		error(&c->err, "no browser is there to print with (chromium or google-chrome; KPATH_BROWSER names "
		      "another of that kind): write a page with -o x.html and print it as a PDF from any browser");
}

/* What it leaves behind in its folder is removed with it. */
static void remove_dir(const char *dir)
{
	const char *const argv[] = { "rm", "-rf", "--", dir, NULL };
	struct process p = { .argv = argv };
	struct strbuf err = STRBUF_INIT;

	process_run(&p, &err);
	strbuf_release(&p.tail);
	strbuf_release(&err);
}

static int run_browser(struct cli *c, const char *dir, const char *page, const char *pdf)
{
	const char *argv[20], *browser = find_browser();
	struct process p = { .argv = argv, .dir = dir };
	struct stat st;
	size_t n = 0;
	int ret;

	if (program_exists("timeout")) {
		argv[n++] = "timeout";
		argv[n++] = "-k5";
		argv[n++] = SECONDS;
	}
	argv[n++] = browser;
	argv[n++] = "--headless";
	argv[n++] = "--disable-gpu";
	argv[n++] = "--disable-dev-shm-usage";
	argv[n++] = "--disable-extensions";
	argv[n++] = "--no-first-run";
	argv[n++] = "--no-pdf-header-footer";
	argv[n++] = "--virtual-time-budget=10000";
	argv[n++] = arena_printf(&c->arena, "--user-data-dir=%s/profile", dir);
	argv[n++] = arena_printf(&c->arena, "--print-to-pdf=%s", pdf);
	if (!geteuid())		/* its own confinement does not work for root */
		argv[n++] = "--no-sandbox";
	argv[n++] = arena_printf(&c->arena, "file://%s", page);
	argv[n] = NULL;
	ret = process_run(&p, &c->err);
	if (!ret && (p.status || stat(pdf, &st) || !st.st_size))
		ret = error(&c->err, "%s made no PDF (exit code %d): write a page with -o x.html and print it from a browser",
			    browser, p.status);
	strbuf_release(&p.tail);
	return ret;
}

int pdf_print(struct cli *c, const char *html, size_t len, const char *output)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = arena_printf(&c->arena, "%s/kpath-print-XXXXXX", tmp && *tmp == '/' ? tmp : "/tmp");
	struct strbuf pdf = STRBUF_INIT;
	const char *page, *made;
	int ret;

	if (pdf_can_print(c))
		return -1;
	if (!mkdtemp(dir))
		return error(&c->err, "%s can't be made: %s", dir, strerror(errno));
	page = arena_printf(&c->arena, "%s/page.html", dir);
	made = arena_printf(&c->arena, "%s/page.pdf", dir);
	ret = file_write_atomic(page, html, len, &c->err);
	if (!ret)
		ret = run_browser(c, dir, page, made);
	if (!ret)
		ret = file_read(made, &pdf, &c->err);
	if (!ret)
		ret = file_write_atomic(output, pdf.buf, pdf.len, &c->err);
	remove_dir(dir);
	strbuf_release(&pdf);
	return ret;
}
