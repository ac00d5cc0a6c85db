/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"

const struct help_topic help_topics[] = {
	{ "names",
	  "A function:\n"
	  "  tcp_init                      its name\n"
	  "  net/ipv4/tcp.c:tcp_init       where a name is ambiguous; the end of the path is enough\n"
	  "  tcp.c:tcp_init\n"
	  "  fs/binfmt_elf.c:load_elf_binary@fs/compat_binfmt_elf.c\n"
	  "                                one of two made from one source, by the file that\n"
	  "                                includes it\n"
	  "  connect(2), send(2)           a system call as people write it\n"
	  "  sys_connect                   the same\n"
	  "A slot (where a function pointer can live):\n"
	  "  proto_ops.connect             a field of a struct\n"
	  "  inet_protos[]                 an array\n"
	  "  call_timer_fn#1               a parameter (from 0)\n" },
	{ "exit-codes",
	  "0  found, done\n"
	  "1  the answer is negative: nothing was found\n"
	  "2  wrong usage\n"
	  "3  an unknown or ambiguous name; candidates are on stderr\n"
	  "4  the index is missing, damaged, too new or too old\n"
	  "5  kpath index: done, but some files could not be read (the index is usable)\n"
	  "6  any other failure\n" },
	{ "kinds",
	  "direct     an ordinary call\n"
	  "ops        through a field of a struct\n"
	  "pointer    through a variable, an array, a parameter or a returned pointer\n"
	  "callback   a function passed at this call and called by the callee\n"
	  "initcall   called at boot because it stands in an initcall section\n"
	  "syscall    the kernel's entry for a system call\n"
	  "thread, softirq, timer, workqueue, irq, rcu, …\n"
	  "           deferred work: the hop leads from whoever starts it (with --executed-by,\n"
	  "           from whoever calls it)\n" },
	{ "rules",
	  "How the targets of a call through a pointer were found, strongest first:\n"
	  "direct     an ordinary call\n"
	  "object     the expression names one table\n"
	  "two-layer  what the outer pointer can point to narrows the inner one\n"
	  "call-site  the callback that this call passes\n"
	  "knowledge  the knowledge file says so\n"
	  "slot       everything that is stored in that field or variable\n"
	  "empty      every store was seen and there is none: no target\n"
	  "type       a guess by the function's type, because the slot is open\n" },
	{ "labs",
	  "A lab is a JSON file: questions, and the queries that answer them. kpath report --new\n"
	  "writes one to begin with. Every text is a string, or {\"en\": ..., \"zh\": ...}; a blank\n"
	  "line begins a paragraph, `backquotes` mark code.\n"
	  "\n"
	  "  {\"title\": T, \"text\": T,\n"
	  "   \"questions\": [{\"title\": T, \"text\": T, \"parts\": [PART, ...]}]}\n"
	  "\n"
	  "Each PART has a \"kind\", and may have a \"title\" and a \"text\":\n"
	  "  path       \"from\", \"to\"; \"as\", \"via\", \"avoid\", \"bind\" (lists), \"k\" (how many ways),\n"
	  "             \"max_hops\", \"flow\" (true: conditions as diamonds)\n"
	  "  callers    \"function\", \"depth\"\n"
	  "  callees    \"function\", \"depth\"\n"
	  "  entries    \"function\"\n"
	  "  table      \"object\"\n"
	  "  slot       \"slot\"\n"
	  "  initcalls  \"level\" (without it all)\n"
	  "  states     \"field\", \"as\" (list)\n"
	  "  flags      \"flag\", \"as\" (list)\n"
	  "  layers     \"as\" (list)\n"
	  "  text       only its text\n"
	  "They mean what the commands of these names mean: kpath help path.\n" },
	{ "environment",
	  "KPATH_DB   the index, where -d is not given\n"
	  "NO_COLOR   no colours, unless --color always\n"
	  "TMPDIR     where kpath index keeps what it has read while it works\n"
	  "XDG_CACHE_HOME\n"
	  "           where kpath index configures bare kernel trees (else ~/.cache)\n" },
	{ NULL, NULL }
};

const char *help_topic(const char *name)
{
	const struct help_topic *t;

	for (t = help_topics; t->name; t++)
		if (!strcmp(t->name, name))
			return t->text;
	return NULL;
}
