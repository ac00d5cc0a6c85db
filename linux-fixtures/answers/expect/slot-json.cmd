slot proto.connect -f json
drop index
