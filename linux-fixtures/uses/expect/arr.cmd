uses node.arr -d <db>
