/* SPDX-License-Identifier: MIT */
#define SEQ 5
#define NULL ((void *)0)

typedef void (*fn)(void);

static void f1(void) { }
static void f2(void) { }
static void f3(void) { }
static void f4(void) { }
static void f5(void) { }
static void f6(void) { }
static void f7(void) { }
static void f8(void) { }
static void f9(void) { }
static void f10(void) { }
static void f11(void) { }
static void f12(void) { }
static void f13(void) { }
static void f14(void) { }
static void f15(void) { }
static void f16(void) { }
static void unused(void) { }
fn const keep = unused;

/* one slot for each way to store */
static fn store_n, store, exchange_n, exchange, cas_n, cas, sync_bool, sync_val, sync_set;
static struct hooks { fn enter, leave; void *data; } hooks;
static fn table[4];
static _Atomic(fn) atomic_var;
static _Atomic fn atomic_qualified;
static struct shared { _Atomic(fn) now; fn plain; } shared;
static struct hooks *_Atomic current_hooks;
static struct hooks one = { .enter = f13 };
static fn through, erased;

#define SWAP(slot, value) __atomic_exchange_n(&(slot), value, SEQ)

void setup(int i, fn *where, void **any)
{
	fn tmp = f2, none = NULL;

	__atomic_store_n(&store_n, f1, SEQ);
	__atomic_store(&store, &tmp, SEQ);
	__atomic_exchange_n(&exchange_n, f3, SEQ);
	__atomic_compare_exchange_n(&cas_n, &none, f4, 0, SEQ, SEQ);
	__sync_bool_compare_and_swap(&sync_bool, NULL, f5);
	__sync_val_compare_and_swap(&sync_val, NULL, f6);
	__sync_lock_test_and_set(&sync_set, f7);
	SWAP(hooks.enter, f8);
	__atomic_store_n(&table[i], f9, SEQ);
	__c11_atomic_store(&atomic_var, f10, SEQ);
	atomic_qualified = f11;
	__c11_atomic_exchange(&shared.now, f12, SEQ);
	__c11_atomic_init(&current_hooks, &one);
	where = &through;
	__atomic_store_n(where, f14, SEQ);
	any = (void **)&erased;
	__atomic_store_n(any, (void *)f15, SEQ);
}

void setup_by_pointer(void)
{
	fn value = f16, old = NULL, desired = f16;

	__atomic_exchange(&exchange, &value, &old, SEQ);
	__atomic_compare_exchange(&cas, &old, &desired, 0, SEQ, SEQ);
}

void call_store_n(void) { store_n(); }
void call_store(void) { store(); }
void call_exchange_n(void) { exchange_n(); }
void call_exchange(void) { exchange(); }
void call_cas_n(void) { cas_n(); }
void call_cas(void) { cas(); }
void call_sync_bool(void) { sync_bool(); }
void call_sync_val(void) { sync_val(); }
void call_sync_set(void) { sync_set(); }
void call_enter(void) { hooks.enter(); }
void call_table(int i) { table[i](); }
void call_atomic(void) { atomic_var(); }
void call_qualified(void) { fn f = __c11_atomic_load(&atomic_qualified, SEQ); f(); }
void call_member(void) { fn f = shared.now; f(); }
void call_through(void) { through(); }
void call_erased(void) { erased(); }
void call_record(void) { struct hooks *h = __c11_atomic_load(&current_hooks, SEQ); h->enter(); }

/* the old value comes out */
static fn before, after;
void take(void) { fn old = __atomic_exchange_n(&before, NULL, SEQ); if (old) old(); }
void give(void) { before = f1; }
void take_by_pointer(void)
{
	fn got;

	__atomic_load(&before, &got, SEQ);
	got();
}
static void swapped_out(void) { }
void arm(void) { after = swapped_out; }
void disarm(void) { fn old = __sync_lock_test_and_set(&after, NULL); old(); }

/* nothing is stored in these: leave is the other member, plain the other of its struct */
void call_leave(void) { hooks.leave(); }	/* @leave */
void call_plain(void) { shared.plain(); }	/* @plain */
/* loads and comparisons store nothing in what they read */
static fn only_read, expected;
void read_only(void) { fn f = __atomic_load_n(&only_read, SEQ); if (f) f(); }	/* @read */
void compare(void)
{
	fn want = unused;

	__atomic_compare_exchange_n(&expected, &want, NULL, 0, SEQ, SEQ);
	expected();	/* @expected */
}
/* somebody else's function that only begins like a builtin */
static void __sync_lock_users(void) { f1(); }
void lock_users(void) { __sync_lock_users(); }
