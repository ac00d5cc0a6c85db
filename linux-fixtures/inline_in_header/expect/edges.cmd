edges -f tsv
columns caller callee callee_file site_file site_line edge
