static int generate(int n)
{
	return n;
}

void usage(void)
{
	generate(0);
}

int main(int argc, char **argv)
{
	usage();
	return generate(argc);
}
