/* SPDX-License-Identifier: MIT */
/* Files that are built in: labs, and what an HTML page is made of. */
#include "lab_data.h"

#include <string.h>

#include "base/xalloc.h"
#include "lab.h"

#define EMBED(name, path) \
	__asm__(".pushsection .rodata\n" \
		".global " #name "\n" \
		".global " #name "_end\n" \
		#name ":\n" \
		".incbin \"" KPATH_REPORTS_DIR "/" path "\"\n" \
		#name "_end:\n" \
		".byte 0\n" \
		".popsection\n")

EMBED(lab_tcpip, "labs/tcpip.json");
EMBED(lab_template, "labs/new.json");
EMBED(html_css, "html/page.css");
EMBED(html_js, "html/page.js");

extern const char lab_tcpip[], lab_tcpip_end[];

static const struct { const char *id, *text, *end; } built_in[] = {
	{ "tcpip", lab_tcpip, lab_tcpip_end },
};

const char *lab_builtin_name(size_t i)
{
	return i < ARRAY_SIZE(built_in) ? built_in[i].id : NULL;
}

const char *lab_builtin(const char *id, size_t *len)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(built_in); i++) {
		if (strcmp(built_in[i].id, id))
			continue;
		if (len)
			*len = (size_t)(built_in[i].end - built_in[i].text);
		return built_in[i].text;
	}
	return NULL;
}
