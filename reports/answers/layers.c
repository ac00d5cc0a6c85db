/* SPDX-License-Identifier: MIT */
/* How the layers are tied together: a tree, so by writers of its own. */
#include "reports/draw/draw.h"
#include "reports/html/html_p.h"
#include "reports/json/json_p.h"
#include "reports/markdown/md_p.h"
#include "reports/text/text_p.h"

const struct form layers_form = {
	.name = "layers",
	.draw = draw_layers, .mermaid = mermaid_layers,
	.own = (const struct form_own[]){
		{ "text", text_layers }, { "json", json_layers }, { "tsv", flat_layers },
		{ "html", html_layers }, { "markdown", md_layers }, { NULL, NULL }
	},
	.cite = cite_layers,
};
