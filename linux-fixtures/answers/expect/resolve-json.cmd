resolve socket.c:23 -f json
drop index
