path tcp_end send_fin --why-not 'linger' --lang zh
