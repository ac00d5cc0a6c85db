/* SPDX-License-Identifier: MIT */
/* Run when kpath is built: reads the knowledge files that are built in and writes them packed. */
#include <stdio.h>

#include "base/fileio.h"
#include "knowledge_json.h"

int main(int argc, char **argv)
{
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
	struct knowledge k;
	int ret = argc == 2 ? knowledge_read(&k, NULL, NULL, &err) : -1;

	if (!ret) {
		knowledge_pack(&k, &out);
		knowledge_release(&k);
		ret = file_write_atomic(argv[1], out.buf, out.len, &err);
	}
	if (ret)
		fprintf(stderr, "%s\n", err.len ? err.buf : "usage: pack_knowledge FILE");
	strbuf_release(&out);
	strbuf_release(&err);
	return ret ? 1 : 0;
}
