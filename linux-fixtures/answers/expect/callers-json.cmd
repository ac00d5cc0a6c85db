callers ip_output --depth 2 -f json
drop index
