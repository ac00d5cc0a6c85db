report lab.json -f markdown --lang zh
