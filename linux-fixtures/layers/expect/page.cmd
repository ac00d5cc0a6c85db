layers -f html
page
without "kpath 0." "Security-Policy" "<svg" "<g" "</g" "<path" "<polygon" "<text" "<title" "<a " "</svg" "<figure"
