path tcp_rcv send_synack
