path tcp_end send_fin --why-not 'tcp_end -> tcp_shut -> finish -> send_fin'
