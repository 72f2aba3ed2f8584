"""Side-by-side measurements of the product against a bare yardstick."""
