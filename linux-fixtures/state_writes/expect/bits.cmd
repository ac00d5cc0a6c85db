states napi_struct.state
