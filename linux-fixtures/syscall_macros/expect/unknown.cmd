path 'nosuchcall(2)' inner_send -f json
drop index schema
