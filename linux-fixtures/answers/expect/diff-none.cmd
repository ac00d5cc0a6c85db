diff <old> <db> tcp_close ip_output
