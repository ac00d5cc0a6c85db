callers b/core.c:probe -f json
drop index schema
