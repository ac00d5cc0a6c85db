path order huge
