"""The rules, pure: no database, no Slack, no clock of their own."""
