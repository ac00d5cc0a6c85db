callers helper -d <db>
