edges -d <db>
