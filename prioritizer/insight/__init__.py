"""Trade-offs, robustness and explanations: questions asked of the live solver, each answered with its proof."""
