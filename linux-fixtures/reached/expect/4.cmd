callees open_all -d <db>
