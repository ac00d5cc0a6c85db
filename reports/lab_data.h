/* SPDX-License-Identifier: MIT */
/* The style sheet and the script of an HTML page, NUL-ended. */
#ifndef KPATH_REPORTS_LAB_DATA_H
#define KPATH_REPORTS_LAB_DATA_H

extern const char html_css[], html_js[];

#endif
