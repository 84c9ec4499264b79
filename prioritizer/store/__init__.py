"""What is kept in files: criteria sets, decisions."""
