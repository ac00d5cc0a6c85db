entries inner_connect -f json
drop index schema cost expr
