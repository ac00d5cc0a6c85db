/* SPDX-License-Identifier: MIT */
/* A cast: kept as void *, as a number, as a pointer to another type, and cast back. */
typedef void (*fn)(void);
typedef int (*cmp)(const void *, const void *);

struct item { void *handler; unsigned long number; };

static void by_void(void) { }
static void by_number(void) { }
static void not_kept(void) { }
static int by_length(const char *a, const char *b) { return 0; }

static struct item item;

void cast_keep(void)
{
	item.handler = (void *)by_void;
	item.number = (unsigned long)by_number;
}
void cast_run_void(void) { ((fn)item.handler)(); }
void cast_run_number(void) { ((fn)item.number)(); }
static int compare(cmp c) { return c("a", "b"); }
int cast_compare(void) { return compare((cmp)by_length); }
fn cast_other(void) { return not_kept; }
