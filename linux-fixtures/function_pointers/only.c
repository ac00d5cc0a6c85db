/* SPDX-License-Identifier: MIT */
/* A pointer alone: a local that is set on two ways, one returned from a function, a pointer to one. */
typedef void (*fn)(void);

static void fast(void) { }
static void slow(void) { }
static void unused(void) { }
static void first(void) { }

static fn choose(int quick)
{
	if (quick)
		return fast;
	return slow;
}

void only_local(int quick)
{
	fn f = slow;

	if (quick)
		f = fast;
	f();
}
void only_returned(int quick) { choose(quick)(); }
static void set(fn *to) { *to = first; }
void only_pointer(void)
{
	fn f;

	set(&f);
	(*f)();
}
fn only_unused(void) { return unused; }
