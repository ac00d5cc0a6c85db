uses counter -d <db>
