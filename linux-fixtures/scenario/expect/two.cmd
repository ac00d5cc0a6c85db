path sock_sendmsg common_xmit -k 5 -f json
drop index schema cost expr
