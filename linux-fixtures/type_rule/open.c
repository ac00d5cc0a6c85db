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
