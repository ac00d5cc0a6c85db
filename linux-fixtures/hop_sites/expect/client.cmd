path tcp_rcv tcp_set_state --flow
