path any from_none
