/* SPDX-License-Identifier: MIT */
#ifndef HOST_DEMO_H
#define HOST_DEMO_H

/* 0: English, else Chinese. */
void demo_language(int chinese);

#endif
