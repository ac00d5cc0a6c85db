/* SPDX-License-Identifier: MIT */
void (*data_only)(void);
void callback(void) { }
void work_a(void) { }
void work_b(void) { }
void work_c(void) { }
void work_d(void) { }
void work_e(void) { }
void relative(void) { }
void absolute(void) { }
void in_a_string(void) { }
extern void first(void), second(void), third(void), shared(void), shared_inside(void), unsized(void),
	caller_of_local(void), alternative(void), behind(void);

void start(void)
{
	first();
	second();
	third();
	shared();
	shared_inside();
	unsized();
	caller_of_local();
	alternative();
	behind();
}
