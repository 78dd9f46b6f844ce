"""Reading articles: documents, quotations, people, and who said what. Needs no model."""
