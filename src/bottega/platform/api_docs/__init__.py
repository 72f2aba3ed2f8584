"""API documentation: the OpenAPI document, its Markdown form, and an explorer page."""
