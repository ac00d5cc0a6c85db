/* SPDX-License-Identifier: MIT */
void clear_page_rep(void *page);

void clear_page(void *page)
{
	clear_page_rep(page);
}
