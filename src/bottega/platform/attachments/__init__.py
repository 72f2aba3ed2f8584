"""Attachments: files of records and of a library, with their storage, small pictures and the text in them."""
