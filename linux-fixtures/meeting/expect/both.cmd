path begin end
