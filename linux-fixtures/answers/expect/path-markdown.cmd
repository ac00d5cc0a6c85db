path 'connect(2)' udp_connect -f markdown -v
without "kpath 0."
