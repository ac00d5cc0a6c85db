callers alpha
