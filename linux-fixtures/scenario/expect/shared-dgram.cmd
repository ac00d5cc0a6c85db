path sock_release common_release --as fix-dgram
