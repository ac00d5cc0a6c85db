uses node.fn -d <db>
