table vec
