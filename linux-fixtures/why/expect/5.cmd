why why.c:65 third_handler -f json -d <db>
