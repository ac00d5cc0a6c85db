/* Callees are told as they stand in the source, callers by name. */
void zeta(void) { }
void alpha(void) { }

void second(void)
{
	zeta();
	alpha();
	zeta();
}

void first(void)
{
	alpha();
}
