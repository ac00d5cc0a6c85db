/* a comment
   of two lines */ # define X(a) \
  call a
#ifdef __ASSEMBLY__
SYM_CODE_START(f) # to the end
	mov "a;b\"c", 'x' ; call f // also
	.ascii "/* no comment */", "\"
.endm @ of arm
'"' '\'' '
