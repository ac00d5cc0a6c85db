verify --trace report.txt
