/* SPDX-License-Identifier: MIT */
/* One function of a header, in both programs. */
struct out { void (*put)(int c); };
extern struct out out;

static inline void put_plain(int c)
{
	extern int port;

	port = c;
}

static inline void use_plain(void)
{
	out.put = put_plain;
}
