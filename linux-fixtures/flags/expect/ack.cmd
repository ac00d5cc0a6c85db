flags ACK -f tsv
