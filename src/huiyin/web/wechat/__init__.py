"""What WeChat calls: messages to an official account, and the login of a mini-program."""
