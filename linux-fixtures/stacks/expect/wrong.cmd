stack wrong.txt -d <db>
