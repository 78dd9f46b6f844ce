"""The vocabulary of the project: taxonomy, statements, annotations and the labelled data."""
