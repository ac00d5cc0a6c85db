/* SPDX-License-Identifier: MIT */
/* Where control comes into a program of user space: main(), and what the loader runs before and behind it. */
void work(void) { }
void rest(void) { }

#define AT_START __attribute__((constructor(101)))
AT_START static void set_up(void) { work(); }
static void tear_down(void) __attribute__((destructor));
static void tear_down(void) { work(); }
__attribute__((cold)) static void never(void) { work(); }
static void (*volatile kept)(void);

int main(int argc, char **argv)
{
	if (argc > 9)
		kept = never;
	work();
	return argv[0][0];
}
