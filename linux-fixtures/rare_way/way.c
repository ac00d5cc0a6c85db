/* What seldom runs in the middle of a way is dearer than some plain conditions, but not than any number. */
static int a, b, c, d, e, f, g, h, i, j;

void finish(void) { }
void object_destroy(void) { finish(); }


static void plain(void)
{
	if (a)
		if (b)
			if (c)
				if (d)
					if (e)
						finish();
}

static void plainer(void)
{
	if (a)
		if (b)
			if (c)
				if (d)
					if (e)
						if (f)
							if (g)
								if (h)
									if (i)
										if (j)
											finish();
}

void release(void)
{
	object_destroy();
	plain();
}

void release_all(void)
{
	object_destroy();
	plainer();
}

/* It is no surprise where it is asked for. */
void forget(void) { object_destroy(); }
