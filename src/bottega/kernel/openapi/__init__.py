"""OpenAPI document: schemas, responses, examples, curl samples, Markdown."""
