layers -d <db> --only inet_protos[],no_such_thing
