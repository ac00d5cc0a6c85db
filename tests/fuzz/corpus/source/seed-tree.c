#define X(a) a
#define name \
	f
struct s {
	int (*do_it)(struct s *p);
};
static const struct s ops = { .do_it = f };
extern int main(void);
int f(int a)
{
	return main();
}
SYSCALL_DEFINE1(name, int, a)
{
}
DEFINE_SHOW_ATTRIBUTE(entry);
EXPORT_SYMBOL(f);
typedef int s;
enum name { X };
ENTRY(clear_page)
SYM_FUNC_START(entry)
/* f(
 */
#if 0
static int
do_it(int a,
      int b)
{
}
#endif
"unclosed
