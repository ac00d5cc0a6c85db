path tcp_rcv send_ack --via rcv.c:35
