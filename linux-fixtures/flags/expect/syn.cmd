flags SYN
