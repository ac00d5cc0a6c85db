stack wrong2.txt -d <db>
