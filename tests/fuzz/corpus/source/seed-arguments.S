.macro m a:req, b=2, c:vararg
\a\()_x \b, \c, \none, \@
.endm
m one
m a=one, c=two three, b=4
m (a + b), "s t", x - 1 , [r0, r1], {d}
m one two
m "a\"b" ; m a , , c ; m
m one + two, - 3, ~ 4
m 5
.macro n
m 0
m 1
m 2
m 3
m 4
m 5
m 6
m 7
m 8
m 9
m 10
m 11
m 12
m 13
m 14
m 15
m 16
m 17
m 18
m 19
m 20
m 21
m 22
m 23
m 24
m 25
m 26
m 27
m 28
m 29
m 30
m 31
m 32
m 33
m 34
m 35
m 36
m 37
m 38
m 39
m 40
m 41
m 42
m 43
m 44
m 45
m 46
m 47
m 48
m 49
m 50
m 51
m 52
m 53
m 54
m 55
m 56
m 57
m 58
m 59
m 60
m 61
m 62
m 63
m 64
m 65
m 66
m 67
m 68
m 69
.endm
n
.rept 2
n
.endr
.irp x
\\x
.endr
