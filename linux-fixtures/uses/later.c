/* SPDX-License-Identifier: MIT */
struct home { int rooms; void (*open)(void); };

int at_home;
struct home house;

static void door(void)
{
}

void build(void)
{
	house.open = door;
}

struct home hall = { 2, door };
void (*bell[2])(void) = { door };

void hang(void (*ring)(void))
{
	ring();
}
