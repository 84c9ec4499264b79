"""From ratings to points, scores and values. Pure; never looks at another project."""
