why each passed -d <db>
