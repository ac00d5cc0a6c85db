/* SPDX-License-Identifier: MIT */
/* Files that are built in. */
#ifndef KPATH_BASE_EMBED_H
#define KPATH_BASE_EMBED_H

/* Defines `name`, the bytes of the file and a NUL, and `name`_end, the place of
 * the NUL. Declare both as extern const char []. make is to be told of the file. */
#define EMBED(name, path) \
	__asm__(".pushsection .rodata\n" \
		".global " #name "\n" \
		".global " #name "_end\n" \
		#name ":\n" \
		".incbin \"" path "\"\n" \
		#name "_end:\n" \
		".byte 0\n" \
		".popsection\n")

#endif
