"""WeChat: the official account (messages, menu, notices) and the mini-program's login."""
