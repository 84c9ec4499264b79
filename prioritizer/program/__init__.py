"""The optimizer: published rules, exact rows, a proved program. Pure: no files, clock or text for a reader."""
