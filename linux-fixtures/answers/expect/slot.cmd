slot proto.connect
