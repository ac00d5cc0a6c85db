why call_b a -d <db>
