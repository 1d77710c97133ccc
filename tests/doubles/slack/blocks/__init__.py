"""What blocks must look like before Slack takes them."""
