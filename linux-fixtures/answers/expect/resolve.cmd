resolve socket.c:23
