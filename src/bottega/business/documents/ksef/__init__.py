"""KSeF: FA(3) XML, numbers, verification links, operations."""
