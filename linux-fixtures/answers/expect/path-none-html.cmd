path tcp_close ip_output -f html
page
without "kpath 0." "Security-Policy" "<svg" "<g" "</g" "<path" "<polygon" "<ellipse" "<text" "<title" "<a " "</svg" "<figure"
