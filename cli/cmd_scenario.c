/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"
#include "reports/columns.h"

static int show(struct cli *c, int detail)
{
	struct report_scenarios s = { .detail = detail };
	const struct k_scenario **list;
	int ret;

	if (detail) {
		const struct k_scenario *one = knowledge_scenario(&c->k, c->args[1]);

		if (!one)
			return cli_fail(c, EX_NAME, "there is no scenario \"%s\"; "
					"kpath scenario list shows those there are", c->args[1]);
		s.s = &one;
		s.nr = 1;
		return cli_show_form(c, &scenarios_form, &s, EX_FOUND);
	}
	list = xcalloc(c->k.nr_scenario + 1, sizeof(*list));
	for (s.nr = 0; s.nr < c->k.nr_scenario; s.nr++)
		list[s.nr] = &c->k.scenario[s.nr];
	s.s = list;
	ret = cli_show_form(c, &scenarios_form, &s, EX_FOUND);
	free(list);
	return ret;
}

static int run(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, 0, 0, NULL, NULL, NULL } };
	int ret = cli_parse(c, opts, argc, argv, 1, 2), detail;

	if (ret >= 0)
		return ret;
	detail = !strcmp(c->args[0], "show");
	if ((!detail && strcmp(c->args[0], "list")) || c->nr_args != 1 + detail)
		return cli_fail(c, EX_USE, "say kpath scenario list, or kpath scenario show NAME");
	ret = cli_knowledge(c);
	return ret ? ret : show(c, detail);
}

const struct command scenario_command = {
	.name = "scenario",
	.run = run,
	.args = "list|show [NAME]",
	.about = "the scenarios that path --as knows, and what they bind",
	.form = &scenarios_form,
	.more =
	"examples:\n"
	"  kpath scenario list\n"
	"  kpath scenario show tcp4\n",
};
