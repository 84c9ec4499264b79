"""What is kept in files: criteria sets and their schemas, decisions."""
