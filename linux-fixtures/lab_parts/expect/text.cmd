report lab.json -f text
