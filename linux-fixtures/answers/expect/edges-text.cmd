edges -f text
