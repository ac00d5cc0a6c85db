table tcp_protocol -f json
drop index schema
