slot proto.connect -f tsv
