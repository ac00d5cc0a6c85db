path 'connect(2)' ip_output -k 2 --as tcp4 --source -f html
page
without "kpath 0." "Security-Policy" "<svg" "<g" "</g" "<path" "<polygon" "<ellipse" "<text" "<title" "<a " "</svg" "<figure"
