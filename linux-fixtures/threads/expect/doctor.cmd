doctor -f json
drop index schema index_bytes seconds sandbox flags_dropped
