/* SPDX-License-Identifier: MIT */
typedef int (*sum_fn)(int);
int has_simd(void) { return 0; }
static int sum_simd(int n) { return n; }
static int sum_plain(int n) { return n + 1; }
int sum_unused(int n) { return n + 2; }
sum_fn unused = sum_unused;
static sum_fn choose(void) { return has_simd() ? sum_simd : sum_plain; }
int sum(int) __attribute__((ifunc("choose")));
int user(int n) { return sum(n); }
