/* SPDX-License-Identifier: MIT */
/* The bytes of knowledge/linux.json and knowledge/c.json; KPATH_KNOWLEDGE_JSON and
 * KPATH_KNOWLEDGE_C_JSON are their paths. */
#include "knowledge_data.h"

__asm__(".pushsection .rodata\n"
	".global kpath_knowledge_text\n"
	".global kpath_knowledge_text_end\n"
	"kpath_knowledge_text:\n"
	".incbin \"" KPATH_KNOWLEDGE_JSON "\"\n"
	"kpath_knowledge_text_end:\n"
	".byte 0\n"
	".global kpath_knowledge_c_text\n"
	".global kpath_knowledge_c_text_end\n"
	"kpath_knowledge_c_text:\n"
	".incbin \"" KPATH_KNOWLEDGE_C_JSON "\"\n"
	"kpath_knowledge_c_text_end:\n"
	".byte 0\n"
	".popsection\n");
