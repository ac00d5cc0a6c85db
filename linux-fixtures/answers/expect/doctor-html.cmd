doctor -f html
page
without "kpath 0." "Security-Policy" "made in" confined MiB
