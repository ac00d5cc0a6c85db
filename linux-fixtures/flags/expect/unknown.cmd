flags NONE
