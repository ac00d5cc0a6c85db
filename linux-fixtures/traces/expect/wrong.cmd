verify --trace wrong.txt
