path 'connect(2)' ip_output --avoid tcp_v4_connect
