table hall -d <db>
