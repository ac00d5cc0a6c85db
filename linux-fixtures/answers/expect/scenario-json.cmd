scenario show udp4 -f json
