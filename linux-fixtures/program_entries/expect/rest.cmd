entries rest -d <db>
