"""Ways to make the claims of an answer from hits; the extractive one needs no language model."""
