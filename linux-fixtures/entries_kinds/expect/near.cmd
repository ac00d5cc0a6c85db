entries put
