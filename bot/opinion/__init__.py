"""Second opinions of a language model: asked within a budget, cut off when it fails."""
