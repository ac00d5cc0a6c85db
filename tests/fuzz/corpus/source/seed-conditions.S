A = 1
.set B, A - 1
.ifdef A
call yes_defined
.endif
.ifndef A
call no
.elseif A
call else_if
.else
call no2
.endif
.ifb
call blank
.endif
.ifb x
call no3
.endif
.ifnb x
call not_blank
.endif
.ifc 'a, b', "a, b"
call same_quoted
.endif
.ifc a , b
call no4
.endif
.ifnc a, b
call unlike
.endif
.ifc a, "a"
call same_mixed
.endif
.ifc only
.endif
.ifeqs "x", "x"
call eqs
.endif
.ifnes "x", "y"
call nes
.endif
.ifeq B
call eq
.endif
.ifne A
call ne
.endif
.ifgt A
call gt
.endif
.ifge B
call ge
.endif
.iflt B - 1
call lt
.endif
.ifle B
call le
.endif
.if unknown_symbol
.if 1
call deeper
.else
call deeper2
.endif
.else
call maybe
.endif
.else
.elseif 1
.endif
.endif
1: .if 1b - 1b
.endif
label: .ifdef label
call label_defined
.endif
