path sock_bind inet_bind
