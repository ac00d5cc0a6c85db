.macro m a:req, b=2, c:vararg
\a\()_x \b, \c, \none, \@
call \a
call pre_\a\()_\b
.if \b == 2
call two_\@
.endif
.exitm
call never
.endm
m one
m two, 3, x, y
.macro outer n
.macro inner\n
call in_\n
.endm
inner\n
.purgem inner\n
inner\n
.endm
outer 1
outer 2
.macro loop n
.if \n
call f\n
loop %(\n - 1)
.endif
.endm
.altmacro
loop 3
.noaltmacro
.irp r, a, b
call irp_\r
.endr
.irpc c, xyz
call irpc_\c
.endr
.rept 2
call rept_\+
.endr
.macro forever
forever
.endm
forever
.macro p x, y
call \x\y
.endm
p a b
p x=1 y=2
p y=b, x=a
p "q r", (s t)
