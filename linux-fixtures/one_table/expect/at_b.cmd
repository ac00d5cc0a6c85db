path -d <db> b_send resolve
