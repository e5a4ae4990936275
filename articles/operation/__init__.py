"""Setting up, supervising, backup and restore of one site."""
