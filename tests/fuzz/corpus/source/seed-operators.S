.if 1 == 1 && 0 || 2 <> 3
call yes_0
.else
call no_0
.endif
.long 1 == 1 && 0 || 2 <> 3
.if 1 <= 2
call yes_1
.else
call no_1
.endif
.long 1 <= 2
.if 3 >= 2
call yes_2
.else
call no_2
.endif
.long 3 >= 2
.if 1 < 2
call yes_3
.else
call no_3
.endif
.long 1 < 2
.if 2 > 1
call yes_4
.else
call no_4
.endif
.long 2 > 1
.if 1 << 70
call yes_5
.else
call no_5
.endif
.long 1 << 70
.if 1 << 3
call yes_6
.else
call no_6
.endif
.long 1 << 3
.if 256 >> 2
call yes_7
.else
call no_7
.endif
.long 256 >> 2
.if 7 - 2 * 3
call yes_8
.else
call no_8
.endif
.long 7 - 2 * 3
.if 1 | 2 & 3 ^ 4
call yes_9
.else
call no_9
.endif
.long 1 | 2 & 3 ^ 4
.if 5 ! 3
call yes_10
.else
call no_10
.endif
.long 5 ! 3
.if 7 / 0
call yes_11
.else
call no_11
.endif
.long 7 / 0
.if 7 % 0
call yes_12
.else
call no_12
.endif
.long 7 % 0
.if -9223372036854775808 / -1
call yes_13
.else
call no_13
.endif
.long -9223372036854775808 / -1
.if -(~5) + !0
call yes_14
.else
call no_14
.endif
.long -(~5) + !0
.if 0b101
call yes_15
.else
call no_15
.endif
.long 0b101
.if 0x1f + 017
call yes_16
.else
call no_16
.endif
.long 0x1f + 017
.if 1f - 1b
call yes_17
.else
call no_17
.endif
.long 1f - 1b
.if 'a' + '\n'
call yes_18
.else
call no_18
.endif
.long 'a' + '\n'
.if (((1)))
call yes_19
.else
call no_19
.endif
.long (((1)))
.if name + 1
call yes_20
.else
call no_20
.endif
.long name + 1
.if ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1
call yes_21
.else
call no_21
.endif
.long ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1
.if 1 2
call yes_22
.else
call no_22
.endif
.long 1 2
.if 
call yes_23
.else
call no_23
.endif
.long 
.if - - - 1
call yes_24
.else
call no_24
.endif
.long - - - 1
.if $5
call yes_25
.else
call no_25
.endif
.long $5
.if .
call yes_26
.else
call no_26
.endif
.long .
