"""The page of a person or company with its relations, and vCards."""
