"""Train, export and evaluate the model; needs the extra `[train]`."""
