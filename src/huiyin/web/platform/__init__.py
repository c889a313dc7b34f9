"""What platforms ask of us, and what they are answered."""
