"""The steps by which the label store's tables came to be, run whenever a store is opened."""
