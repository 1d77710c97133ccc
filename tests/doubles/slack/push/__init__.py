"""What Slack sends to an app, over sockets or over HTTP."""
