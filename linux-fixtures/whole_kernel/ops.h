/* SPDX-License-Identifier: MIT */
struct dev_ops { void (*start)(void), (*stop)(void); };

/* ACPICA's way: every file declares them, one defines them too, here in the header. */
#ifdef DEFINE_GLOBALS
#define GLOBAL(type, name) extern type name; type name
#else
#define GLOBAL(type, name) extern type name
#endif
GLOBAL(struct dev_ops *, global_ops);
typedef void (*handler)(void);
GLOBAL(handler, global_handler);
