verify --trace graph.txt
