/* SPDX-License-Identifier: MIT */
/* Apart from the rest, as who tells of it need not be able to do it. */
#include "sandbox.h"

void sandbox_tell(unsigned bits, struct strbuf *out)
{
	size_t start = out->len;

	if (bits & SANDBOX_NO_PRIVS)
		strbuf_addstr(out, "no new privileges, ");
	if (bits & SANDBOX_LIMITS)
		strbuf_addstr(out, "limits, ");
	if (bits & SANDBOX_LANDLOCK)
		strbuf_addf(out, "Landlock %u, ", bits >> SANDBOX_ABI_SHIFT & 0xff);
	if (bits & SANDBOX_SECCOMP)
		strbuf_addstr(out, "seccomp, ");
	if (out->len > start)
		strbuf_setlen(out, out->len - 2);
	else
		strbuf_addstr(out, "nothing");
}
