/* SPDX-License-Identifier: MIT */
/* Who reads, writes, updates and takes the address of fields and variables. */
struct inner { int x, y; };
struct node {
	int a, b;
	int arr[4];
	struct inner in;
	struct node *next;
	int (*fn)(void);
};

#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) do { *(volatile __typeof__(x) *)&(x) = (v); } while (0)

int g, h, counter, tab[8];
static struct node gs;
struct node *gp;

void take(int *where);

int reads(struct node *p)
{
	return p->a + g + p->next->b + gs.in.x + tab[g] + p->arr[2];
}

void writes(struct node *p)
{
	p->a = 1;
	g = 2;
	p->next->b = 3;		/* reads next */
	gs.in.x = 4;
	tab[h] = 5;		/* reads h */
	p->arr[1] = 6;
	p->in.y = 1;
}

void updates(struct node *p)
{
	p->a++;
	g |= 1;
	counter += 2;
	p->a--;
}

void addresses(struct node *p)
{
	take(&p->a);
	take(&g);
	take(tab);
	take(p->arr);
	take(&p->in.x);
}

int once(struct node *p)
{
	WRITE_ONCE(p->b, 3);
	return READ_ONCE(counter);
}

/* a pointer that is followed is read, whatever is done with what it points to */
void through(int *q, struct node **pp)
{
	*q = 1;
	*gp = **pp;
	(*pp)->a = 2;
	gp->a = 3;
	gp->next->a = 1;
}

/* no use: nothing is there yet */
unsigned long offsets(void)
{
	return __builtin_offsetof(struct node, b) + sizeof(gs.a) + sizeof(h) +
		(unsigned long)&((struct node *)0)->arr;
}

/* a variable of another name space: its own function's */
int own(int b)
{
	static int calls;
	int a = 0, g = b;

	return a + g + calls++;
}

void atomics(void)
{
	__atomic_fetch_add(&counter, 1, 0);
	asm("incl %0" : "+m"(h));	/* what the text does with it is not known */
}

int choice(int c)
{
	return c ? g : h;
}

int calls(struct node *p)
{
	return p->fn() + gs.fn();
}
