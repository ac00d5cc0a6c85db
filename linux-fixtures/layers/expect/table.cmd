layers
