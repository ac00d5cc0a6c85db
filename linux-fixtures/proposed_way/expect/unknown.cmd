path tcp_end send_fin --why-not 'nothing_such'
