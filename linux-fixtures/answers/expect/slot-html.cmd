slot proto.connect -f html
page
without "kpath 0." "Security-Policy"
