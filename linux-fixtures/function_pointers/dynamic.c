/* SPDX-License-Identifier: MIT */
/* A table that is filled while the program runs, by name; a symbol that is looked up at run time. */
typedef int (*command)(void);

extern void *dlsym(void *handle, const char *name);
extern int strcmp(const char *a, const char *b);

static struct { const char *name; command run; } commands[8];
static int nr_commands;

static int help(void) { return 0; }
static int quit(void) { return 1; }
static int hidden(void) { return 2; }

static void add(const char *name, command run)
{
	commands[nr_commands].name = name;
	commands[nr_commands++].run = run;
}

void dynamic_setup(void)
{
	add("help", help);
	add("quit", quit);
}

int dynamic_run(const char *name)
{
	int i;

	for (i = 0; i < nr_commands; i++)
		if (!strcmp(commands[i].name, name))
			return commands[i].run();
	return -1;
}

int dynamic_plugin(void *handle)
{
	command run = (command)dlsym(handle, "plugin");

	return run();	/* @plugin */
}

command dynamic_hidden(void) { return hidden; }
