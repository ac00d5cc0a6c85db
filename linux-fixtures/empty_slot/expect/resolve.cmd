resolve empty.c:34 -f json
drop index schema expr
