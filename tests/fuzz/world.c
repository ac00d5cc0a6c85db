/* SPDX-License-Identifier: MIT */
/*
 * A small call graph with some of everything that queries look at, and a
 * round of questions that any graph has to bear.
 */
#include "tests/unit/query_world.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "fuzz.h"
#include "model/facts.h"
#include "queries/check/check.h"
#include "queries/protocol/flags.h"
#include "queries/protocol/layers.h"
#include "queries/protocol/states.h"
#include "store/index_p.h"

/* What stands in each of the files that are there. */
static const char source[] = "struct thing;\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
	"int do_work(struct thing *t)\n{\n\tif (helper_one(t))\n\t\treturn t->ops->tcp_tick(t);\n"
	"\t/* \xe4\xb8\xad */ helper_one(t), give_up(t);\n\treturn give_up(t);\n}\n";
static const char *const sources[] = { "core/main.c", "core/work.c", "lib/help.c", "net/socket.c" };

static uint32_t defined(struct world *w, const char *name, const char *file, uint32_t line)
{
	uint32_t f = add_clones(w, name, file, line, 1);

	w->g.func[f].end_line = line + 8;
	return f;
}

static void add_states(struct world *w, uint32_t func)
{
	static const char *const to[] = { "TCP_LISTEN", "TCP_SYN_SENT", "TCP_CLOSE" };
	uint32_t slot = add_slot(w, "sock_common.skc_state", "sock_common"), guard, i, v;

	for (i = 0; i < 3; i++) {
		guard = new_guard(w);
		w->g.guard[guard].subject = w->g.slot[slot].name;
		w->g.guard[guard].consts = new_constant(w);
		w->g.guard[guard].nr_consts = 1;
		w->g.constant[w->g.guard[guard].consts].name = str(w, to[(i + 1) % 3]);
		w->g.guard[guard].text = str(w, "sk->sk_state == TCP_X");
		w->g.guard[guard].rel = GUARD_EQ;
		w->g.guard[guard].parent = guard - 1;
		v = new_value(w);
		w->g.value[v].slot = slot;
		w->g.value[v].func = func;
		w->g.value[v].file = w->g.func[func].file;
		w->g.value[v].line = w->g.func[func].line + i;
		w->g.value[v].name = str(w, to[i]);
		w->g.value[v].is_const = 1;
		w->g.value[v].num = (int32_t)i + 1;
		w->g.value[v].guard = guard;
	}
}

static void add_entry(struct world *w, uint32_t func, const char *kind, const char *name,
		      const char *level, uint32_t order)
{
	uint32_t e = new_entry(w);

	w->g.entry[e].func = func;
	w->g.entry[e].kind = str(w, kind);
	w->g.entry[e].name = str(w, name);
	w->g.entry[e].level = str(w, level);
	w->g.entry[e].order = order;
	w->g.entry[e].file = w->g.func[func].file;
	w->g.entry[e].line = w->g.func[func].line + 9;
}

static void add_ops(struct world *w, uint32_t caller, uint32_t callee)
{
	uint32_t slot = add_slot(w, "proto_ops.connect", "proto_ops"), object, store, site, e;

	object = add_object(w, "inet_stream_ops", "proto_ops");
	add_field(w, object, "connect", callee);
	store = new_store(w);
	w->g.store[store].slot = slot;
	w->g.store[store].func = callee;
	w->g.store[store].object = object;
	w->g.store[store].file = w->g.object[object].file;
	w->g.store[store].line = 6;
	e = new_evid(w);
	w->g.evid[e].slot = slot;
	w->g.evid[e].object = object;
	w->g.evid[e].file = w->g.object[object].file;
	w->g.evid[e].line = 6;
	site = slot_site(w, caller, w->g.func[caller].line + 3, slot, 0);
	w->g.edge[add_edge(w, site, 0, callee, 0, GK_OPS, GR_SLOT, 0)].evid = e;
}

static void make_world(struct world *w)
{
	uint32_t main_loop, work, one, two, give_up, tick, start, unseen, entered, hidden, i;

	world_init(w);
	main_loop = defined(w, "main_loop", "core/main.c", 100);
	work = defined(w, "do_work", "core/work.c", 20);
	one = defined(w, "helper_one", "lib/help.c", 10);
	two = defined(w, "helper_two", "lib/help.c", 50);
	give_up = defined(w, "give_up", "core/work.c", 90);
	tick = defined(w, "tcp_tick", "net/ipv4/tcp.c", 7);
	start = defined(w, "start_it", "net/ipv4/af_inet.c", 30);
	defined(w, "__sys_connect", "net/socket.c", 300);
	defined(w, "helper_one", "other/help.c", 12);
	unseen = add_clones(w, "unseen", "include/unseen.h", 3, 1);
	w->g.func[unseen].flags = 0;
	calls(w, main_loop, work, 103);
	calls(w, work, one, 22);
	calls(w, one, two, 12);
	calls(w, two, one, 53);
	calls(w, two, unseen, 54);
	w->g.edge[calls(w, work, give_up, 25)].wguard = GW_ERROR | 1;
	add_ops(w, work, tick);
	add_edge(w, add_site(w, work, 27, GC_RESOLVED), 0, tick, 0, (uint8_t)w->timer, GR_KNOWLEDGE,
		 GE_STARTED_BY);
	add_site(w, give_up, 91, GC_UNRESOLVED);
	add_states(w, work);
	add_entry(w, start, "initcall", "fs_initcall", "5", 1);
	entered = defined(w, "asm_entry", "arch/entry.S", 5);
	w->g.func[entered].flags = GF_ASM;
	hidden = defined(w, "hidden", "core/work.c", 200);
	w->g.func[hidden].flags |= GF_NOTRACE;
	calls(w, entered, hidden, 6);
	calls(w, hidden, give_up, 203);
	calls(w, one, hidden, 14);
	w->g.edge[calls(w, main_loop, start, 105)].kind = GK_INITCALL;
	add_entry(w, main_loop, "syscall", "connect(2)", "", 0);
	w->g.tu[new_tu(w)].file = w->g.func[work].file;
	for (i = 0; i < ARRAY_SIZE(sources); i++)
		w->g.file[add_file(w, sources[i])].hash = digest64(source, sizeof(source) - 1);
	graph_set_meta(&w->g, "tree", "/tree");
	graph_set_meta(&w->g, "kernel", "6.1.0");	/* programs in a document are none of its functions */
	graph_finish(&w->g);
}

const struct graph *fuzz_graph(void)
{
	static struct world w;

	if (!w.g.nr_func)
		make_world(&w);
	return &w.g;
}

void fuzz_put_sources(void)
{
	static int put;
	char path[256];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sources) && !put; i++) {
		fuzz_path(path, sources[i]);
		*strrchr(path, '/') = '\0';
		dir_make_all(path, 0777, NULL);
		fuzz_put(fuzz_path(path, sources[i]), source, sizeof(source) - 1);
	}
	put = 1;
}

static void put_be32(unsigned char *p, uint32_t v)
{
	unsigned i;

	for (i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> (24 - 8 * i));
}

/* One page that has an index's head, and nothing behind it. */
static void put_head_only(const char *path)
{
	unsigned char page[INDEX_PAGE_SIZE] = "SQLite format 3";

	page[16] = INDEX_PAGE_SIZE >> 8;
	page[18] = page[19] = 1;
	page[21] = 64;
	page[22] = page[23] = 32;
	put_be32(page + 28, 1);
	put_be32(page + 60, INDEX_VERSION);
	put_be32(page + 68, INDEX_APPLICATION_ID);
	fuzz_put(path, page, sizeof(page));
}

/* Whatever SQLite is made to do, it can't write, nor wait for others. */
static void only_reads(const char *path)
{
	sqlite3_file *f = NULL;
	sqlite3_vfs *vfs;
	struct stat st;
	sqlite3 *db;
	int fd = index_open_file(path, &st, NULL), out;

	FUZZ_CHECK(fd >= 0 && !index_connect(&db, fd));
	FUZZ_CHECK(sqlite3_exec(db, "DELETE FROM section; CREATE TABLE x(y)", NULL, NULL, NULL) != SQLITE_OK);
	sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &f);
	sqlite3_file_control(db, "main", SQLITE_FCNTL_VFS_POINTER, &vfs);
	FUZZ_CHECK(f && f->pMethods->xWrite(f, "x", 1, 0) == SQLITE_READONLY);
	FUZZ_CHECK(f->pMethods->xTruncate(f, 0) == SQLITE_READONLY && !f->pMethods->xSync(f, 0) &&
		   !f->pMethods->xLock(f, 1) && !f->pMethods->xCheckReservedLock(f, &out) && !out);
	FUZZ_CHECK(f->pMethods->xSectorSize(f) == INDEX_PAGE_SIZE);
	FUZZ_CHECK(vfs->xDelete(vfs, path, 0) == SQLITE_READONLY && !vfs->xAccess(vfs, path, 0, &out) && !out);
	sqlite3_close(db);
	close(fd);
}

void fuzz_put_index(const char *path)
{
	struct strbuf err = STRBUF_INIT;
	struct index *idx;
	char other[256];

	/* SQLite is set up by whoever opens first */
	put_head_only(fuzz_path(other, "none.db"));
	FUZZ_CHECK(index_open(&idx, other, &err) && index_open(&idx, fuzz_dir(), &err) &&
		   index_open(&idx, "/none.db", &err));
	FUZZ_CHECK(!index_write(path, fuzz_graph(), NULL));
	only_reads(path);
	strbuf_release(&err);
}

/* ---- questions ------------------------------------------------------------- */

static void ask_functions(const struct graph *g, const struct knowledge *k, uint32_t func)
{
	struct q_edges_result edges;
	struct q_entries_result entries;

	q_neighbours(g, func, 1, 3, &edges);
	q_edges_release(&edges);
	q_neighbours(g, func, 0, 2, &edges);
	q_edges_release(&edges);
	q_entries(g, k, func, NULL, &entries, NULL);
	q_entries_release(&entries);
}

static void ask_path(const struct graph *g, const struct knowledge *k, uint32_t from, uint32_t to)
{
	struct q_path_options opt = { .from = from, .to = to, .k = 3 };
	struct q_path_result res;
	struct strbuf err = STRBUF_INIT;

	q_path(g, k, &opt, &res, &err);
	q_path_release(&res);
	strbuf_release(&err);
}

static void ask_names(const struct graph *g, const struct knowledge *k, const char *name)
{
	struct strbuf err = STRBUF_INIT;
	struct arena a = ARENA_INIT;
	struct q_names names = { 0 };
	struct q_slot_result slot;
	struct q_table_result table;
	struct q_states_result states;
	struct q_sites_result sites;
	uint32_t func;

	q_resolve_name(g, k, &a, name, &func, &names, &err);
	arena_release(&a);
	q_slot(g, k, name, &slot, &names, &err);
	q_slot_release(&slot);
	q_table(g, name, &table, &names, &err);
	q_table_release(&table);
	q_states(g, k, name, NULL, &states, &names, &err);
	q_states_release(&states);
	q_resolve_site(g, name, &sites, &err);
	q_sites_release(&sites);
	strbuf_release(&err);
}

void fuzz_ask(const struct graph *g)
{
	static const char text[] = "main calls start. a -> b -> c. TCP_LISTEN -> TCP_CLOSE.\n";
	const struct knowledge *k = fuzz_knowledge();
	struct strbuf err = STRBUF_INIT;
	struct q_check_options copt = { 0 };
	struct q_check_result check;
	struct q_initcalls_result initcalls;
	struct q_layers_result layers;
	struct q_flags_result flags;
	struct q_edges_result edges;
	struct q_doctor doctor;
	uint32_t i, last = g->nr_func ? g->nr_func - 1 : 0;

	for (i = 1; i < g->nr_func && i < 4; i++)
		ask_functions(g, k, i);
	for (i = 1; i < g->nr_func && i < 4; i++)
		ask_path(g, k, i, last);
	for (i = 1; i < g->nr_slot && i < 4; i++)
		ask_names(g, k, graph_str(g, g->slot[i].name));
	for (i = 1; i < g->nr_object && i < 3; i++)
		ask_names(g, k, graph_str(g, g->object[i].name));
	ask_names(g, k, "sk_state");
	q_all_edges(g, &edges);
	q_edges_release(&edges);
	q_initcalls(g, NULL, &initcalls);
	q_initcalls_release(&initcalls);
	q_layers(g, k, NULL, &layers, &err);
	q_layers_release(&layers);
	q_flags(g, k, "SYN", NULL, &flags, &err);
	q_flags_release(&flags);
	q_doctor(g, &doctor);
	q_doctor_release(&doctor);
	q_check(g, k, text, sizeof(text) - 1, &copt, &check, &err);
	q_check_release(&check);
	strbuf_release(&err);
}
