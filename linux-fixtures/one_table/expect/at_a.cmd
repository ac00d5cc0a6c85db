path -d <db> a_send resolve
