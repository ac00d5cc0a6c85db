table tcp_prot -f json
drop index
