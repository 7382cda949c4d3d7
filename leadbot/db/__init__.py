"""Tables, and transactions on them. Everything belongs to a workspace."""
