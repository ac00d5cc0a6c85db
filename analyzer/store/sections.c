/* SPDX-License-Identifier: MIT */
#include "index_p.h"

#include "base/digest.h"

#define ARRAY(noun, words, need) \
	{ #noun, words, need, offsetof(struct graph, noun), \
	  offsetof(struct graph, nr_##noun), offsetof(struct graph, alloc_##noun) }

const struct section index_section[SECTION_NR] = {
	[SECTION_STRLEN] = { "strlen", ".", INDEX_CORE, 0, 0, 0 },
	[SECTION_STRINGS] = { "strings", "", INDEX_CORE, 0, 0, 0 },
	ARRAY(file, "s...", INDEX_CORE),
	ARRAY(func, "sf..ss.sssFn..", INDEX_CORE),
	ARRAY(node, "Fs....", INDEX_CORE),
	ARRAY(edge, "nnSe..", INDEX_CORE),
	ARRAY(in_edge, "E", INDEX_CORE),
	ARRAY(kind_name, "s", INDEX_CORE),
	ARRAY(meta, "ss", INDEX_CORE),
	ARRAY(site, "Ff.sllsg.", INDEX_SITES),
	ARRAY(evid, "lof.s.", INDEX_SITES),
	ARRAY(guard, "gs.ss.", INDEX_GUARDS),
	ARRAY(slot, "ssf.s.", INDEX_SLOTS),
	ARRAY(store, "lFooFf.g", INDEX_SLOTS),
	ARRAY(object, "ssf.sF", INDEX_OBJECTS),
	ARRAY(field_value, "osFosf.", INDEX_OBJECTS),
	ARRAY(value, "lFf.sgss..", INDEX_VALUES),
	ARRAY(arg, "SFlss...", INDEX_VALUES),
	ARRAY(entry, "Fsss.f.", INDEX_ENTRIES),
	ARRAY(tu, "fss..s", INDEX_ENTRIES),
};

#define WORDS(type, words) \
	_Static_assert(sizeof(struct type) == 4 * (sizeof(words) - 1), #type " has other words")
WORDS(g_file, "s...");
WORDS(g_func, "sf..ss.sssFn..");
WORDS(g_node, "Fs....");
WORDS(g_edge, "nnSe..");
WORDS(g_meta, "ss");
WORDS(g_site, "Ff.sllsg.");
WORDS(g_evid, "lof.s.");
WORDS(g_guard, "gs.ss.");
WORDS(g_slot, "ssf.s.");
WORDS(g_store, "lFooFf.g");
WORDS(g_object, "ssf.sF");
WORDS(g_field_value, "osFosf.");
WORDS(g_value, "lFf.sgss..");
WORDS(g_arg, "SFlss...");
WORDS(g_entry, "Fsss.f.");
WORDS(g_tu, "fss..s");

uint64_t chunk_checksum(const char *section, uint32_t seq, const void *data, size_t len)
{
	return digest_mix(digest_mix(digest_str(section), seq), digest64(data, len));
}
