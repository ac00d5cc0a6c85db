uses hall -d <db>
