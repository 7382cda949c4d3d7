"""Leadbot: neighbours in a coworking space pass each other work. Start reading at docs/decisions/ and CONTRIBUTING.md."""
