"""Models of documents: kinds, parties, VAT, wording, signatures and logos."""
