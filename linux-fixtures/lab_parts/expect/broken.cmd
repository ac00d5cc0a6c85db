report broken.json -f text
