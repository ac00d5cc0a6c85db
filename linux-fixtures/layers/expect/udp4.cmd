layers --as udp4 -f tsv
