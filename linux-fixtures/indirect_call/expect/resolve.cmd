resolve dst.c:19 -f json
drop index schema expr
