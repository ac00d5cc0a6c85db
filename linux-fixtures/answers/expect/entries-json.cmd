entries tcp_v4_connect -f json
drop index
