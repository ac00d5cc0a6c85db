uses house -d <db>
