/* SPDX-License-Identifier: MIT */
/* Read before the file that defines it: declared here, at home there. */
extern int at_home;
extern struct home { int rooms; void (*open)(void); } house;

int visit(void)
{
	house.open();
	return at_home + house.rooms;
}
