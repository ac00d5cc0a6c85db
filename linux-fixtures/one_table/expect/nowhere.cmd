path -d <db> core_send resolve
