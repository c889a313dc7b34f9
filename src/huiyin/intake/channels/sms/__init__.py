"""Short messages, through an HTTP gateway of any vendor that speaks our protocol, or Tencent's."""
