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
	ARRAY(meta, g_meta_WORDS, 0),
	ARRAY(file, g_file_WORDS, INDEX_CORE),
	ARRAY(func, g_func_WORDS, INDEX_CORE),
	ARRAY(node, g_node_WORDS, INDEX_CORE),
	ARRAY(edge, g_edge_WORDS, INDEX_CORE),
	ARRAY(in_edge, "E", INDEX_CORE),
	ARRAY(func_name, g_func_name_WORDS, INDEX_CORE),
	ARRAY(site, g_site_WORDS, INDEX_SITES),
	ARRAY(evid, g_evid_WORDS, INDEX_SITES),
	ARRAY(step, g_step_WORDS, INDEX_STEPS),
	ARRAY(guard, g_guard_WORDS, INDEX_GUARDS),
	ARRAY(constant, g_constant_WORDS, INDEX_GUARDS),
	ARRAY(slot, g_slot_WORDS, INDEX_SLOTS),
	ARRAY(store, g_store_WORDS, INDEX_SLOTS),
	ARRAY(object, g_object_WORDS, INDEX_OBJECTS),
	ARRAY(field_value, g_field_value_WORDS, INDEX_OBJECTS),
	ARRAY(value, g_value_WORDS, INDEX_VALUES),
	ARRAY(use, g_use_WORDS, INDEX_USES),
	ARRAY(arg, g_arg_WORDS, INDEX_VALUES),
	ARRAY(known, g_known_WORDS, INDEX_SITES),
	ARRAY(entry, g_entry_WORDS, INDEX_ENTRIES),
	ARRAY(tu, g_tu_WORDS, INDEX_ENTRIES),
};

#define X(type, noun) \
	_Static_assert(sizeof(struct type) == 4 * (sizeof(type##_WORDS) - 1), \
		       #type "_WORDS has other words than the struct");
GRAPH_ARRAYS(X)
#undef X

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
