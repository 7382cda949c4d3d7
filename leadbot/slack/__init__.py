"""The only folder that knows Slack: what people do there comes in, what Leadbot says goes out."""
