/* SPDX-License-Identifier: MIT */
struct plugin_ops { int (*probe)(void); };
static int header_probe(void) { return 0; }
static const struct plugin_ops header_ops = { .probe = header_probe };
