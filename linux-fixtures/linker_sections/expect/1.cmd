why early_parse early_console -d <db>
