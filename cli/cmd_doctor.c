/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"
#include "queries/query.h"
#include "reports/columns.h"

static int run(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, 0, 0, NULL, NULL, NULL } };
	struct report_doctor rd;
	struct q_doctor d;
	int ret = cli_parse(c, opts, argc, argv, 0, 0);

	if (ret >= 0)
		return ret;
	ret = cli_open(c, INDEX_ALL);
	if (ret)
		return ret;
	memset(&d, 0, sizeof(d));
	if (q_doctor(c->g, &d) == Q_FAILED) {
		ret = cli_fail(c, EX_FAIL, "the index could not be examined");
	} else {
		d.index_bytes = index_bytes(c->idx);
		rd.d = &d;
		rd.has_seconds = runlog_has(&c->log, RUNLOG_store);
		rd.prepare = c->log.prepare;
		rd.parse = c->log.parse;
		rd.resolve = c->log.resolve;
		rd.store = c->log.store;
		rd.sandbox = c->log.sandbox;
		rd.has_dropped = runlog_has(&c->log, RUNLOG_dropped);
		rd.dropped = c->log.dropped;
		ret = cli_show_form(c, &doctor_form, &rd, EX_FOUND);
	}
	q_doctor_release(&d);
	return ret;
}

const struct command doctor_command = {
	.name = "doctor",
	.run = run,
	.args = "",
	.about = "how healthy the index is, with numbers",
	.form = &doctor_form,
	.more =
	"What was read and what was not, how calls through pointers ended, whether the\n"
	"sources have changed since.\n"
	"\n"
	"example:\n"
	"  kpath doctor -v\n",
};
