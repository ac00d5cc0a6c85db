uses at_home -d <db>
