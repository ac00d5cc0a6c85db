/* SPDX-License-Identifier: MIT */
/* Labels: what holds behind one holds however control comes there. */
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define BUG()		do { __builtin_unreachable(); } while (0)
#define BUG_ON(x)	do { if (unlikely(x)) BUG(); } while (0)

enum { NEW = 1, OPEN, HALF, SHUT };

struct conn { int state, err; };

void at_death(struct conn *c);
void at_both(struct conn *c);
void in_the_middle(struct conn *c);
void behind_the_middle(struct conn *c);
void at_out(struct conn *c);
void in_common_case(struct conn *c);
void in_one_case(struct conn *c);
void after_change(struct conn *c);
void at_retry(struct conn *c);
void at_back(struct conn *c);
void behind_assert(struct conn *c);
void behind_panic(struct conn *c);
void at_asm(struct conn *c);
void at_address(struct conn *c);
void panic(const char *why) __attribute__((noreturn));

/* one jump: its conditions come along */
void one_jump(struct conn *c)
{
	if (c->state == HALF && c->err) {
		c->err = 0;
		goto death;
	}
	if (c->state == OPEN)
		goto out;
	return;
death:
	at_death(c);
out:
	at_out(c);
}

/* two jumps: what both have passed */
void two_jumps(struct conn *c, int how)
{
	if (c->state == SHUT)
		return;
	if (c->state == HALF) {
		if (how == 1)
			goto both;
		return;
	}
	if (how == 2)
		goto both;
	return;
both:
	at_both(c);
}

/* a jump into the middle: neither the condition around it nor what left before holds there */
void into_the_middle(struct conn *c, int how)
{
	if (how == 1)
		goto middle;
	if (c->state == NEW) {
		c->err++;
middle:
		in_the_middle(c);
	}
	behind_the_middle(c);
}

void cases(struct conn *c)
{
	switch (c->state) {
	case NEW:
		goto common;
	case HALF:
		in_one_case(c);
		break;
	case OPEN:
common:
		in_common_case(c);
		break;
	}
}

/* what it spoke of has changed before the jump */
void changed(struct conn *c)
{
	if (c->state == NEW) {
		c->state = SHUT;
		goto end;
	}
	return;
end:
	after_change(c);
}

/* backwards, within the sequence: as in a loop */
void again(struct conn *c)
{
	if (c->state == SHUT)
		return;
retry:
	at_retry(c);
	if (c->err)
		goto retry;
}

/* backwards, from where control came by jumping over the label */
void from_behind(struct conn *c)
{
	if (c->err)
		goto urgent;
back:
	at_back(c);
	return;
urgent:
	c->state = OPEN;
	goto back;
}

void asserted(struct conn *c)
{
	BUG_ON(c->state != OPEN);
	behind_assert(c);
	c->state = SHUT;
}

void panics(struct conn *c)
{
	if (c->state != OPEN)
		panic("not open");
	behind_panic(c);
}

/* assembler may jump, and is not seen to */
void by_asm(struct conn *c)
{
	__asm__ goto("" : : : : end);
	if (c->state == NEW)
		goto end;
	return;
end:
	at_asm(c);
}

void by_address(struct conn *c)
{
	void *to = &&end;

	if (c->state == NEW)
		goto end;
	goto *to;
end:
	at_address(c);
}
