slot hook -f json
