path -d <db> core_send a_ask
