slot hang#1 -d <db>
