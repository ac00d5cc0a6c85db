path sock_bind inet_bind -f json
drop index schema cost expr
