doctor -d <db>
