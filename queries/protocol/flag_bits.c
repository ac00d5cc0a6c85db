/* SPDX-License-Identifier: MIT */
#include "flag_bits.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

uint32_t flag_bit_named(const struct k_flags *k, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < k->bits.nr; i++)
		if (strlen(k->bits.p[i].key) == len && !strncasecmp(k->bits.p[i].key, name, len))
			return (uint32_t)strtoul(k->bits.p[i].value, NULL, 0);
	return 0;
}

/* "TCPHDR_SYN" without its prefix. */
static size_t prefix_of(const struct k_flags *k, const char *name, size_t len)
{
	size_t i, n;

	for (i = 0; i < k->prefixes.nr; i++) {
		n = strlen(k->prefixes.s[i]);
		if (n < len && !strncmp(name, k->prefixes.s[i], n))
			return n;
	}
	return 0;
}

static size_t word_len(const char *s)
{
	size_t n = 0;

	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	return n;
}

uint32_t flag_bits_of_text(const struct k_flags *k, const char *text)
{
	uint32_t bits = 0;

	while (*text) {
		size_t n = word_len(text), skip = prefix_of(k, text, n);

		if (skip)
			bits |= flag_bit_named(k, text + skip, n - skip);
		text += n ? n : 1;
	}
	return bits;
}

uint32_t flag_bits_asked(const struct k_flags *k, const char *text)
{
	uint32_t bits = 0, bit;

	while (*text) {
		size_t n = word_len(text), skip = prefix_of(k, text, n), m;

		text += skip;
		n -= skip;
		if (!n) {
			if (!strchr("|+/&,-; ", *text++))
				return 0;
			continue;
		}
		for (m = n, bit = 0; m; m--) {
			bit = flag_bit_named(k, text, m);
			if (bit)
				break;
		}
		if (!bit)
			return 0;
		bits |= bit;
		text += m;
	}
	return bits;
}

void flag_bits_names(const struct k_flags *k, uint32_t bits, struct strbuf *out)
{
	size_t i, start = out->len;

	for (i = 0; i < k->bits.nr; i++)
		if (bits & strtoul(k->bits.p[i].value, NULL, 0))
			strbuf_addf(out, "%s%s", out->len > start ? "|" : "", k->bits.p[i].key);
}
