report lab.json -f html
page
without "kpath 0." "Security-Policy"
