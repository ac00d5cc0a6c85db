/* SPDX-License-Identifier: MIT */
void first(int x);
void second(int x);
void third(int x);
int value(void);
void handler_tx(void);
void handler_rx(void);

#define CALL_BOTH(x) do {	\
	first(x);		\
	second(x);		\
} while (0)

#define TWICE(x) do { CALL_BOTH(x); third(x); } while (0)
#define APPLY(f, ...) f(__VA_ARGS__)
#define HANDLER(n) handler_##n()
#define VALUE() ({ int v_ = value(); v_ + 1; })

void plain(void)
{
	CALL_BOTH(1);	/* @both */
}

void nested(void)
{

	TWICE(2);	/* @twice */
}

void named(void)
{
	APPLY(first,	/* @apply */
	      3);
	HANDLER(tx);	/* @tx */
}

int expression(void)
{
	return VALUE();	/* @value */
}

void argument(void)
{
	APPLY(first, value());	/* @argument */
}
