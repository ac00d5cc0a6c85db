path sock_sendmsg unix_sendmsg --source
