static void report(void)
{
}

int run(int n)
{
	return n;
}

void usage(void)
{
	report();
}
