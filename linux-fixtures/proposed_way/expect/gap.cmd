path tcp_end send_fin --why-not 'tcp_shut > linger'
