"""The API documents itself: an OpenAPI document, the same as Markdown, and a page to explore and try it."""
