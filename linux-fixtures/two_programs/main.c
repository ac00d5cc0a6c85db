int run(int n);
void usage(void);

int main(int argc, char **argv)
{
	if (argc < 2)
		usage();
	return run(argc);
}
