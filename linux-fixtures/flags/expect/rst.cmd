flags RST
