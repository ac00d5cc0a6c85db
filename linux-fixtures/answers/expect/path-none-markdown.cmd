path tcp_close ip_output -f markdown --lang zh
without "kpath 0."
