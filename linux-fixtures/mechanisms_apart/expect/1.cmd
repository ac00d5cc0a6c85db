why srcu_invoke_callbacks free_tramp -d <db>
