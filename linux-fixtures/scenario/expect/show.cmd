scenario show fix-stream
