/* SPDX-License-Identifier: MIT */
/* Loops that copy bytes, written by hand. */
typedef void (*hook)(void);
struct hooks { hook open, close; };

static void one(void) { }
static void two(void) { }
static void three(void) { }
static void four(void) { }

/* of one pointer to a function */
static hook from = one, to;

void copy_pointer(void)
{
	char *d = (char *)&to, *s = (char *)&from;
	unsigned long i;

	for (i = 0; i < sizeof(from); i++)
		d[i] = s[i];
}
void call_pointer(void) { to(); }

/* a memcpy() of one's own */
static void copy_bytes(void *d, const void *s, unsigned long n)
{
	char *a = d;
	const char *b = s;

	while (n--)
		*a++ = *b++;
}

static hook second = two, second_copy;
static const struct hooks hooks = { .open = three, .close = four };
static struct hooks hooks_copy;

void copy_both(void)
{
	copy_bytes(&second_copy, &second, sizeof(second));
	hooks_copy.close = one;
	copy_bytes(&hooks_copy, &hooks, sizeof(hooks));
}
void call_second(void) { second_copy(); }
void call_close(void) { hooks_copy.close(); }

/* a text is copied, whatever else its pointer may hold */
struct text { char *name; };
static hook in_text = four, not_copied;
static struct text texts[2] = { { (char *)&in_text }, { (char *)&not_copied } };

static void copy_text(char *d, const char *s)
{
	while ((*d++ = *s++))
		;
}
void copy_name(void) { copy_text(texts[1].name, texts[0].name); }
static void start(void) { not_copied = one; }
void call_text(void) { start(); not_copied(); }

/* one number, read through an untyped pointer: nothing is copied */
static hook shown = four, not_shown;
static int get_number(void *data, unsigned long *val) { *val = *(unsigned char *)data; return 0; }
void get_both(void) { get_number(&shown, (unsigned long *)&not_shown); }
static void start_shown(void) { not_shown = three; }
void call_not_shown(void) { start_shown(); not_shown(); }
