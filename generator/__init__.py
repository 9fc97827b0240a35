"""From a quiz file to documents with answer keys."""
