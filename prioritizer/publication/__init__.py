"""What the public reads: one document, made once of plain blocks, drawn in each form."""
