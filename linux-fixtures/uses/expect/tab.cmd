uses tab -d <db>
