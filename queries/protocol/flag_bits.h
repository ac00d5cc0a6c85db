/* SPDX-License-Identifier: MIT */
/* Names of flags and their bits, by a set of the knowledge file: "TCPHDR_SYN" is 2. */
#ifndef KPATH_QUERIES_PROTOCOL_FLAG_BITS_H
#define KPATH_QUERIES_PROTOCOL_FLAG_BITS_H

#include "base/strbuf.h"
#include "model/knowledge.h"

/* The bit of a name without its prefix, of `len` bytes, in capitals or not; 0: none. */
uint32_t flag_bit_named(const struct k_flags *k, const char *name, size_t len);

/* Bits of the constants in a text: "(TCPHDR_SYN | TCPHDR_FIN)". */
uint32_t flag_bits_of_text(const struct k_flags *k, const char *text);

/* What a person writes: "SYN", "syn|ack", "SYN/ACK", "SYNACK". 0: not flags of this set. */
uint32_t flag_bits_asked(const struct k_flags *k, const char *text);

/* The names of bits, "SYN|ACK", appended. */
void flag_bits_names(const struct k_flags *k, uint32_t bits, struct strbuf *out);

#endif
