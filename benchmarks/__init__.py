"""Speed, as ratios within one run: what Leadbot adds to the least that could answer at all."""
