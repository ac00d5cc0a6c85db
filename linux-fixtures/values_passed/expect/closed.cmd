path anywhere near
