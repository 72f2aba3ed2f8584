"""Resources and lists: declaration, operations, SQL of lists, items, pages, files."""
