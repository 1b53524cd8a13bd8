// Placeholder until the first piece is merged.
