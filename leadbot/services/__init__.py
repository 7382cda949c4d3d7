"""What Leadbot does: one use case to a function, one transaction each. No Slack in here."""
