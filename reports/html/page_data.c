/* SPDX-License-Identifier: MIT */
#include "base/embed.h"
#include "html_p.h"

EMBED(html_css, KPATH_HTML_DIR "/page.css");
EMBED(html_js, KPATH_HTML_DIR "/page.js");
