path -d <db> core_send b_ask
