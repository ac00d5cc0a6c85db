why run direct_handler -d <db>
