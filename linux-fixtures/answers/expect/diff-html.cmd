diff <old> <db> 'connect(2)' ip_output -f html
page
without "kpath 0." "Security-Policy" "made in" confined MiB
