/* SPDX-License-Identifier: MIT */
/* usage: remake_index FROM TO SEED [CHANGES]: an index with some records changed and the
 * checksums right (tests/fuzz/remake.h), for tests/check-made. */
#include <stdio.h>
#include <stdlib.h>

#include "base/digest.h"
#include "tests/fuzz/remake.h"

int main(int argc, char **argv)
{
	uint8_t data[64 * 8];
	struct strbuf err = STRBUF_INIT;
	size_t i, n;

	if (argc < 4)
		return 2;
	n = argc > 4 ? strtoul(argv[4], NULL, 10) * 8 : 8;
	for (i = 0; i < n && i < sizeof(data); i++)
		data[i] = (uint8_t)(digest_mix(strtoull(argv[3], NULL, 10), i) >> 17);
	if (remake_index(argv[1], argv[2], data, i, &err)) {
		fprintf(stderr, "%s\n", err.buf);
		return 1;
	}
	return 0;
}
