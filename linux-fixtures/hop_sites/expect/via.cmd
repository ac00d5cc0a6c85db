path tcp_rcv send_synack --via rcv.c:33
