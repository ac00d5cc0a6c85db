/* SPDX-License-Identifier: MIT */
int sum(int);
int other(int n) { return sum(n); }
