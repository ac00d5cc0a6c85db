/* SPDX-License-Identifier: MIT */
#include "base/embed.h"
#include "base/xalloc.h"
#include "knowledge_json.h"

EMBED(kpath_knowledge_packed, KPATH_KNOWLEDGE_PACKED);
extern const char kpath_knowledge_packed[], kpath_knowledge_packed_end[];

int knowledge_init(struct knowledge *k, const char *extra, const char *extra_name,
		   struct strbuf *err)
{
	/* cppcheck-suppress comparePointers ; the assembler puts one at the end of the other */
	size_t len = (size_t)(kpath_knowledge_packed_end - kpath_knowledge_packed);

	if (extra)
		return knowledge_read(k, extra, extra_name, err);
	if (knowledge_unpack(k, kpath_knowledge_packed, len))
		BUG("the built-in knowledge is no knowledge");
	return 0;
}
