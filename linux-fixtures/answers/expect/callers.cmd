callers ip_output --depth 2 -v
