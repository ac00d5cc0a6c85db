slot proto_ops.sendmsg -f json
drop index schema
