stack kernel.c -d <db>
