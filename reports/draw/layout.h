/* SPDX-License-Identifier: MIT */
/* The part of Graphviz that lays a graph out, loaded when that happens (base/lazy.h); its header has names for
 * everything, so it is for svg.c alone. */
#ifndef KPATH_REPORTS_LAYOUT_H
#define KPATH_REPORTS_LAYOUT_H

#include <graphviz/gvc.h>

#include "base/lazy.h"

#define gvContext LAZY(KPATH_LAZY_GRAPHVIZ, gvContext)
#define gvFreeContext LAZY(KPATH_LAZY_GRAPHVIZ, gvFreeContext)
#define gvLayout LAZY(KPATH_LAZY_GRAPHVIZ, gvLayout)
#define gvRenderData LAZY(KPATH_LAZY_GRAPHVIZ, gvRenderData)

#endif
