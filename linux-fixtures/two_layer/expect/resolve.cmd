resolve socket.c:6 -f json
drop index schema expr
