/* SPDX-License-Identifier: MIT */
/* All scenarios, and what holds for each: it leaves nothing behind. */
#include <linux/init.h>
#include <linux/kernel.h>
#include <net/tcp.h>

#include "host.h"
#include "program.h"
#include "view.h"

static const struct scenario *const groups[] = {
	link_scenarios, tcp_scenarios, loss_scenarios, close_scenarios, datagram_scenarios, machine_scenarios,
};

static const struct scenario *scenario(int i)
{
	unsigned int g;

	for (g = 0; g < ARRAY_SIZE(groups); g++) {
		const struct scenario *s = groups[g];

		for (; s->name; s++)
			if (i-- == 0)
				return s;
	}
	return NULL;
}

int refstack_scenarios(void)
{
	int n = 0;

	while (scenario(n))
		n++;
	return n;
}

const char *refstack_name(int i)
{
	return scenario(i)->name;
}

const char *refstack_about(int i, int zh)
{
	return zh ? scenario(i)->zh : scenario(i)->en;
}

void refstack_boot(void)
{
	start_kernel();
}

int refstack_run(int i)
{
	int before = unmet, memory;

	/* what others left has time to go: neighbours, TIME_WAIT */
	settle(300 * HZ);
	memory = host_in_use();
	scenario(i)->run();
	settle(300 * HZ);
	EXPECT(tcp_death_row.tw_count == 0);
	EXPECT(host_in_use() == memory);
	return unmet - before;
}
