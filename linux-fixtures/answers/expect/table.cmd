table tcp_prot
