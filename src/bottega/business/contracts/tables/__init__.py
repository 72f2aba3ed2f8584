"""Tables of contracts and their parts."""
