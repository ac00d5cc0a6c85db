states link.state -f html
page
without "kpath 0." "Security-Policy" "<svg" "<g" "</g" "<path" "<polygon" "<ellipse" "<text" "<title" "<a " "</svg"
