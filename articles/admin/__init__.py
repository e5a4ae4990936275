"""The curators' side. Importing this registers every model with the admin."""
