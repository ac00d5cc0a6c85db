uses h -d <db>
