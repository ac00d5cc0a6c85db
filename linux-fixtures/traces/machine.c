/* Functions that a tracer saw, in the ways that tracers write it. */
#define noinline __attribute__((noinline))
#define noinstr noinline __attribute__((no_instrument_function, section(".noinstr.text")))

void noinline leaf(void) { }
static inline void between(void) { leaf(); }
void noinline reader(void) { between(); }		/* @between */
void noinline writer(int n, long m) { }
void noinline middle(int n) { reader(); writer(1, 2); }
void noinline top(void) { middle(0); writer(2, 3); }
void noinline tick(void) { leaf(); }
void noinline timer_interrupt(void) { tick(); }
