callers handed
