diff <old> <db> 'connect(2)' ip_output -f markdown --lang zh
without "kpath 0."
