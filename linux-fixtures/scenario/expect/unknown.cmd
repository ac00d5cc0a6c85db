path sock_sendmsg common_xmit --as nosuch -f json
drop index schema error
