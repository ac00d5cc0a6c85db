states __state
