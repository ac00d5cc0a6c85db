path tcp_end send_fin --why-not 'tcp_end > linger > finish > send_fin'
