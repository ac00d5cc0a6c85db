/* SPDX-License-Identifier: MIT */
/* Classes in C: each object points to its class's table, methods call through it, one class builds on another. */
struct shape;
struct shape_class { double (*area)(struct shape *); void (*draw)(struct shape *); };
struct shape { const struct shape_class *class; };
struct circle { struct shape base; double r; };
struct square { struct shape base; double a; };

static double circle_area(struct shape *s) { return ((struct circle *)s)->r; }
static double square_area(struct shape *s) { return ((struct square *)s)->a; }
static void shape_draw(struct shape *s) { s->class->area(s); }
static void frame_draw(struct shape *s) { }
static double frame_area(struct shape *s) { return 0; }

static const struct shape_class circle_class = { circle_area, shape_draw };
static const struct shape_class square_class = { square_area, shape_draw };
const struct shape_class frame_class = { frame_area, frame_draw };	/* no object has it */

static struct circle c = { { &circle_class }, 1 };
static struct square s = { { &square_class }, 2 };

static void draw(struct shape *shape) { shape->class->draw(shape); }
void virtual_draw(void)
{
	draw(&c.base);
	draw(&s.base);
}
