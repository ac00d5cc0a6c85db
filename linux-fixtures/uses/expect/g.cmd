uses g -d <db>
