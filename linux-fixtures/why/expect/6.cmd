why all direct_handler --lang zh -d <db>
