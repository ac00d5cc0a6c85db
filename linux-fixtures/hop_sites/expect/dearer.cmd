path tcp_open tcp_set_state --via rcv.c:76
