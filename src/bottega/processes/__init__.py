"""The processes of ``bottega serve``: supervisor, web servers, worker, and the database they stand on."""
