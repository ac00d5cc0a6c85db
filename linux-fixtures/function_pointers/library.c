/* SPDX-License-Identifier: MIT */
/* A library calls what it is handed. */
typedef unsigned long size_t;
extern void qsort(void *base, size_t n, size_t size, int (*cmp)(const void *, const void *));
extern int atexit(void (*fn)(void));

static int by_age(const void *a, const void *b) { return 0; }
static int by_name(const void *a, const void *b) { return 0; }
static void cleanup(void) { }

void library_sort(int *v) { qsort(v, 4, sizeof(*v), by_age); }
int library_setup(void) { return atexit(cleanup); }
int (*library_other(void))(const void *, const void *) { return by_name; }
