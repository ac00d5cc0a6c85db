scenario show udp4
