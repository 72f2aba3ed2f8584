"""Reports on documents: chains of invoices, differences, revenue, invariants."""
