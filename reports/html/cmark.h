/* SPDX-License-Identifier: MIT */
/* cmark-gfm, loaded when the first text in Markdown is read (base/lazy.h). */
#ifndef KPATH_HTML_CMARK_H
#define KPATH_HTML_CMARK_H

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "base/lazy.h"

#define cmark_find_syntax_extension LAZY(KPATH_LAZY_CMARK, cmark_find_syntax_extension)
#define cmark_gfm_core_extensions_ensure_registered LAZY(KPATH_LAZY_CMARK, cmark_gfm_core_extensions_ensure_registered)
#define cmark_node_first_child LAZY(KPATH_LAZY_CMARK, cmark_node_first_child)
#define cmark_node_free LAZY(KPATH_LAZY_CMARK, cmark_node_free)
#define cmark_node_get_fence_info LAZY(KPATH_LAZY_CMARK, cmark_node_get_fence_info)
#define cmark_node_get_list_start LAZY(KPATH_LAZY_CMARK, cmark_node_get_list_start)
#define cmark_node_get_list_type LAZY(KPATH_LAZY_CMARK, cmark_node_get_list_type)
#define cmark_node_get_literal LAZY(KPATH_LAZY_CMARK, cmark_node_get_literal)
#define cmark_node_get_start_line LAZY(KPATH_LAZY_CMARK, cmark_node_get_start_line)
#define cmark_node_get_type LAZY(KPATH_LAZY_CMARK, cmark_node_get_type)
#define cmark_node_next LAZY(KPATH_LAZY_CMARK, cmark_node_next)
#define cmark_node_parent LAZY(KPATH_LAZY_CMARK, cmark_node_parent)
#define cmark_node_previous LAZY(KPATH_LAZY_CMARK, cmark_node_previous)
#define cmark_parser_attach_syntax_extension LAZY(KPATH_LAZY_CMARK, cmark_parser_attach_syntax_extension)
#define cmark_parser_feed LAZY(KPATH_LAZY_CMARK, cmark_parser_feed)
#define cmark_parser_finish LAZY(KPATH_LAZY_CMARK, cmark_parser_finish)
#define cmark_parser_free LAZY(KPATH_LAZY_CMARK, cmark_parser_free)
#define cmark_parser_get_syntax_extensions LAZY(KPATH_LAZY_CMARK, cmark_parser_get_syntax_extensions)
#define cmark_parser_new LAZY(KPATH_LAZY_CMARK, cmark_parser_new)
#define cmark_render_html LAZY(KPATH_LAZY_CMARK, cmark_render_html)

#endif
