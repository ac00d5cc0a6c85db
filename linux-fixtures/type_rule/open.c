/* SPDX-License-Identifier: MIT */
typedef int (*entry_t)(long handle, int code);
typedef int (*other_t)(char *name);

extern unsigned long firmware_address(int nr);

static int known_entry(long handle, int code) { return code; }
static int second_entry(long handle, int code) { return 0; }
/* the same type, but its address is never taken */
int not_taken(long handle, int code) { return 1; }
static int other_type(char *name) { return 2; }

entry_t table[2] = { known_entry, second_entry };
other_t others = other_type;

int call_firmware(long handle)
{
	entry_t fn = (entry_t)firmware_address(3);

	return fn(handle, 1);	/* @firmware */
}

int call_table(int i)
{
	return table[i](0, 2);
}

int use(void)
{
	return not_taken(1, 2) + others("x");
}

/* of more than a hundred the type alone says nothing */
typedef void (*plain_t)(void);
#define F1(n) static void plain_##n(void) { }
#define F10(n) F1(n##0) F1(n##1) F1(n##2) F1(n##3) F1(n##4) F1(n##5) F1(n##6) F1(n##7) F1(n##8) F1(n##9)
#define N1(n) plain_##n,
#define N10(n) N1(n##0) N1(n##1) N1(n##2) N1(n##3) N1(n##4) N1(n##5) N1(n##6) N1(n##7) N1(n##8) N1(n##9)
#define MANY(X) X(a) X(b) X(c) X(d) X(e) X(f) X(g) X(h) X(i) X(j) X(k)
MANY(F10)
plain_t many[] = { MANY(N10) };

void call_unknown(void)
{
	plain_t fn = (plain_t)firmware_address(4);

	fn();	/* @unknown */
}

void call_many(int i) { many[i](); }
