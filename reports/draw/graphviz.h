/* SPDX-License-Identifier: MIT */
/* Graphviz, loaded when the first picture is drawn (base/lazy.h). What lays one out: layout.h. */
#ifndef KPATH_REPORTS_GRAPHVIZ_H
#define KPATH_REPORTS_GRAPHVIZ_H

#include <graphviz/cgraph.h>

#include "base/lazy.h"

#define AgIoDisc LAZY(KPATH_LAZY_GRAPHVIZ, AgIoDisc)
#define AgMemDisc LAZY(KPATH_LAZY_GRAPHVIZ, AgMemDisc)
#define Agdirected LAZY(KPATH_LAZY_GRAPHVIZ, Agdirected)
#define agattr LAZY(KPATH_LAZY_GRAPHVIZ, agattr)
#define agclose LAZY(KPATH_LAZY_GRAPHVIZ, agclose)
#define agedge LAZY(KPATH_LAZY_GRAPHVIZ, agedge)
#define agget LAZY(KPATH_LAZY_GRAPHVIZ, agget)
#define agnameof LAZY(KPATH_LAZY_GRAPHVIZ, agnameof)
#define agnode LAZY(KPATH_LAZY_GRAPHVIZ, agnode)
#define agopen LAZY(KPATH_LAZY_GRAPHVIZ, agopen)
#define agraphof LAZY(KPATH_LAZY_GRAPHVIZ, agraphof)
#define agsafeset LAZY(KPATH_LAZY_GRAPHVIZ, agsafeset)
#define agseterrf LAZY(KPATH_LAZY_GRAPHVIZ, agseterrf)
#define agstrdup_html LAZY(KPATH_LAZY_GRAPHVIZ, agstrdup_html)
#define agstrfree LAZY(KPATH_LAZY_GRAPHVIZ, agstrfree)
#define agsubg LAZY(KPATH_LAZY_GRAPHVIZ, agsubg)
#define agsubnode LAZY(KPATH_LAZY_GRAPHVIZ, agsubnode)
#define agwrite LAZY(KPATH_LAZY_GRAPHVIZ, agwrite)

#endif
