path tcp_end send_reset --why-not 'tcp_shut > finish'
