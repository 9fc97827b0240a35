"""Papers and how they become Markdown, HTML and PDF."""
