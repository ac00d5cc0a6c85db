/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"

static void rules(struct strbuf *out, const char *lang)
{
	enum g_rule by_rank[GR_NR];
	unsigned i;

	g_rules_by_rank(by_rank);
	for (i = 0; i < GR_NR; i++)
		if (g_rule[by_rank[i]].about)
			strbuf_addf(out, "%-11s%s\n", g_rule[by_rank[i]].name,
				    cli_tr(lang, g_rule[by_rank[i]].about));
}

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
	  "  call_timer_fn#1               a parameter (from 0)\n", NULL },
	{ "exit-codes",
	  "0  found, done\n"
	  "1  the answer is negative: nothing was found\n"
	  "2  wrong usage\n"
	  "3  an unknown or ambiguous name; candidates are on stderr\n"
	  "4  the index is missing, damaged, too new or too old\n"
	  "5  kpath index: done, but some files could not be read (the index is usable)\n"
	  "6  any other failure\n", NULL },
	{ "kinds",
	  "direct     an ordinary call\n"
	  "ops        through a field of a struct\n"
	  "pointer    through a variable, an array, a parameter or a returned pointer\n"
	  "callback   a function passed at this call and called by the callee\n"
	  "initcall   called at boot because it stands in an initcall section\n"
	  "syscall    the kernel's entry for a system call\n"
	  "thread, softirq, timer, workqueue, irq, rcu, …\n"
	  "           deferred work: the hop leads from whoever starts it (\"later\") or from\n"
	  "           whoever calls it (with --executed-by from the second alone)\n", NULL },
	{ "rules",
	  "How the targets of a call through a pointer were found, strongest first:\n", rules },
	{ "labs",
	  "A lab is a JSON file: questions, and the queries that answer them. kpath report --new\n"
	  "writes one to begin with. Every text is a string, or {\"en\": ..., \"zh\": ...}; a blank\n"
	  "line begins a paragraph, `backquotes` mark code.\n"
	  "\n"
	  "  {\"title\": T, \"text\": T,\n"
	  "   \"questions\": [{\"title\": T, \"text\": T, \"parts\": [PART, ...]}]}\n"
	  "\n"
	  "A question may have \"points\" and a \"model\" answer, which --for grader shows. Each PART\n"
	  "has a \"kind\", and may have a \"title\", a \"text\", an \"id\", \"folded\" (true: unfolded by\n"
	  "the reader) and \"needs\" (a list of placeholders without braces: where one does not hold,\n"
	  "the part is left out with a sentence, without one where \"optional\" is true; a question\n"
	  "may have it too), and \"variant\": it is shown only where that one of the lab's\n"
	  "\"variants\": [{\"id\", \"needs\"}, ...] is the first whose placeholders hold:\n"
	  "  path       \"from\", \"to\"; \"as\", \"via\", \"avoid\", \"bind\" (lists), \"k\" (how many ways),\n"
	  "             \"max_hops\", \"flow\" (true: conditions as diamonds)\n"
	  "  callers    \"function\", \"depth\"\n"
	  "  callees    \"function\", \"depth\", \"plain\" (true: without messages and cleaning up)\n"
	  "  entries    \"function\", \"as\", \"kinds\" (lists), \"max_cost\", \"deferred\"\n"
	  "  resolve    \"site\" (FILE:LINE)\n"
	  "  table      \"object\"\n"
	  "  slot       \"slot\"\n"
	  "  initcalls  \"level\" (without it all)\n"
	  "  states     \"field\", \"as\", \"only\" (lists; only: functions)\n"
	  "  flags      \"flag\", \"as\" (list)\n"
	  "  layers     \"as\", \"only\" (lists; only: slots)\n"
	  "  story      its text; text is the same\n"
	  "  sequence   \"actors\": [{\"id\", \"name\": T}], \"steps\": [{\"from\", \"to\", \"text\": T, \"at\":\n"
	  "             a placeholder, \"arrow\": call, packet, later or wake}]; without \"to\" a note\n"
	  "  source     \"function\", or \"file\" and \"find\" (text of a line); \"lines\"\n"
	  "  compare    \"from\", \"to\"; \"as\", \"via\": the way in two kernels side by side; shown\n"
	  "             where a second -d is given\n"
	  "  note       \"id\": the reader's own words, kept when the report is written over itself\n"
	  "\n"
	  "Placeholders in texts are looked up; one that does not hold is named on stderr:\n"
	  "  {def:F}              F, and where it is defined\n"
	  "  {site:F>G}           where F calls G; {site:F>G#2} the second place, {site:F>G(CONST)}\n"
	  "                       the one that gives CONST; {site:F>G?COND} the one under a\n"
	  "                       condition that begins so; {call:F>G} with G before it\n"
	  "  {value:FIELD=CONST@F}  where F sets FIELD to CONST\n"
	  "  {table:T.FIELD=F}    where F is put into the table\n"
	  "  {entry:F}            what makes F an entry, and where\n"
	  "  {path:ID}            the functions of the path in the part ID\n"
	  "Several names for several versions of a kernel have | between them; the first that is\n"
	  "there is meant: {def:__alloc_pages|__alloc_pages_noprof}, \"to\": \"f|g\".\n"
	  "\n"
	  "They mean what the commands of these names mean: kpath help path.\n", NULL },
	{ "environment",
	  "KPATH_DB   the index, where -d is not given\n"
	  "NO_COLOR   no colours, unless --color always\n"
	  "LANG       Chinese where it begins with zh, unless --lang says otherwise\n"
	  "TMPDIR     where kpath index keeps what it has read while it works\n"
	  "XDG_CACHE_HOME\n"
	  "           where kpath index configures bare kernel trees (else ~/.cache)\n", NULL },
	{ NULL, NULL, NULL }
};

static const char *text_in(const struct help_topic *t, const char *lang)
{
	const struct help_topic *zh;

	for (zh = help_topics_zh; zh->name && !strncmp(lang, "zh", 2); zh++)
		if (!strcmp(zh->name, t->name))
			return zh->text;
	return t->text;
}

int help_topic(const char *name, const char *lang, struct strbuf *out)
{
	const struct help_topic *t;

	for (t = help_topics; t->name; t++)
		if (!strcmp(t->name, name)) {
			strbuf_addstr(out, text_in(t, lang));
			if (t->more)
				t->more(out, lang);
			return 0;
		}
	return -1;
}
