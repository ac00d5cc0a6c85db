table inetsw_array -f json
drop index schema
