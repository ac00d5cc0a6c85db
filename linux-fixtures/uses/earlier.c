/* SPDX-License-Identifier: MIT */
/* Read before the file that defines it: declared here, at home there. */
extern int at_home;
extern struct home { int rooms; void (*open)(void); } house;

int visit(void)
{
	house.open();
	return at_home + house.rooms;
}

/* the same of a parameter, and of what is common to both files and has a value there */
void hang(void (*ring)(void));
struct home hall;
void (*bell[2])(void);

static void quiet(void)
{
}

int enter(void)
{
	hang(quiet);
	hall.open = quiet;
	bell[1] = quiet;
	return hall.rooms;
}
