"""HTTP: routing, parsing, the request pipeline, validation errors, health and metrics."""
