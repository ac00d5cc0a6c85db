why run second_handler -d <db>
