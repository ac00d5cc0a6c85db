/* SPDX-License-Identifier: MIT */
int callback_total(void), callback_size(void), cast_compare(void), dynamic_run(const char *), dynamic_plugin(void *);
int arrays_plain(int), arrays_pointer(int), arrays_struct(int), structs_global(void), library_setup(void);
void cast_keep(void), cast_run_void(void), cast_run_number(void), dynamic_setup(void), structs_made(void);
void only_local(int), only_returned(int), only_pointer(void), library_sort(int *), variadic_user(void), virtual_draw(void);

int main(int argc, char **argv)
{
	int v[4] = { 0 };

	callback_total(); callback_size();
	cast_keep(); cast_run_void(); cast_run_number(); cast_compare();
	dynamic_setup(); dynamic_run(argv[1]); dynamic_plugin(0);
	arrays_plain(argc); arrays_pointer(argc); arrays_struct(argc);
	structs_global(); structs_made();
	only_local(argc); only_returned(argc); only_pointer();
	library_sort(v); library_setup();
	variadic_user(); virtual_draw();
	return 0;
}
