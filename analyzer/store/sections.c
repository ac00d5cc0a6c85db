/* SPDX-License-Identifier: MIT */
#include "index_p.h"

#include "base/digest.h"

#define ARRAY(noun, words, need) \
	{ #noun, words, need, offsetof(struct graph, noun), \
	  offsetof(struct graph, nr_##noun), offsetof(struct graph, alloc_##noun), GRAPH_##noun }

const struct section index_section[SECTION_NR] = {
	[SECTION_STROFF] = { "stroff", ".", INDEX_CORE, 0, 0, 0, -1 },
	[SECTION_STRINGS] = { "strings", "", INDEX_CORE, 0, 0, 0, -1 },
	ARRAY(kind_name, "s", 0),
	ARRAY(meta, "ss", 0),
	ARRAY(file, "s...", INDEX_CORE),
	ARRAY(func, "sf..ss.sssFn..", INDEX_CORE),
	ARRAY(node, "Fs....", INDEX_CORE),
	ARRAY(edge, "nnSe.F", INDEX_CORE),
	ARRAY(in_edge, "E", INDEX_CORE),
	ARRAY(func_name, ".F", INDEX_CORE),
	ARRAY(site, "Ff.sllsgs.", INDEX_SITES),
	ARRAY(evid, "lof.s.t", INDEX_SITES),
	ARRAY(step, "tf.Flolt.", INDEX_STEPS),
	ARRAY(guard, "gs.s...", INDEX_GUARDS),
	ARRAY(constant, "s", INDEX_GUARDS),
	ARRAY(slot, "ssf.s.", INDEX_SLOTS),
	ARRAY(store, "lFooFf.gl", INDEX_SLOTS),
	ARRAY(object, "ssf.sF", INDEX_OBJECTS),
	ARRAY(field_value, "osFosf.", INDEX_OBJECTS),
	ARRAY(value, "lFf.sgss..", INDEX_VALUES),
	ARRAY(arg, "SFlss...", INDEX_VALUES),
	ARRAY(known, "S..g", INDEX_SITES),
	ARRAY(entry, "Fsss.f.", INDEX_ENTRIES),
	ARRAY(tu, "fss..s", INDEX_ENTRIES),
};

#define WORDS(type, words) \
	_Static_assert(sizeof(struct type) == 4 * (sizeof(words) - 1), #type " has other words")
WORDS(g_file, "s...");
WORDS(g_func, "sf..ss.sssFn..");
WORDS(g_node, "Fs....");
WORDS(g_edge, "nnSe.F");
WORDS(g_meta, "ss");
WORDS(g_site, "Ff.sllsgs.");
WORDS(g_evid, "lof.s.t");
WORDS(g_step, "tf.Flolt.");
WORDS(g_guard, "gs.s...");
WORDS(g_constant, "s");
WORDS(g_slot, "ssf.s.");
WORDS(g_store, "lFooFf.gl");
WORDS(g_object, "ssf.sF");
WORDS(g_field_value, "osFosf.");
WORDS(g_value, "lFf.sgss..");
WORDS(g_arg, "SFlss...");
WORDS(g_known, "S..g");
WORDS(g_entry, "Fsss.f.");
WORDS(g_tu, "fss..s");
WORDS(g_func_name, ".F");

uint64_t chunk_checksum(const char *section, uint32_t seq, const void *data, size_t len)
{
	return digest_mix(digest_mix(digest_str(section), seq), digest64(data, len));
}

void directory_add(struct strbuf *dir, uint32_t first, uint64_t checksum)
{
	char b[DIRECTORY_ENTRY];
	unsigned i;

	for (i = 0; i < 4; i++)
		b[i] = (char)(first >> 8 * i);
	for (i = 0; i < 8; i++)
		b[4 + i] = (char)(checksum >> 8 * i);
	strbuf_add(dir, b, sizeof(b));
}

void directory_get(const unsigned char *entry, uint32_t *first, uint64_t *checksum)
{
	unsigned i;

	*first = 0;
	for (i = 0; i < 4; i++)
		*first |= (uint32_t)entry[i] << 8 * i;
	*checksum = 0;
	for (i = 0; i < 8; i++)
		*checksum |= (uint64_t)entry[4 + i] << 8 * i;
}

uint64_t directory_checksum(const char *section, uint32_t records, const void *dir, size_t len)
{
	return digest_mix(digest_mix(digest_str(section), records), digest64(dir, len));
}
