verify --trace program.txt
