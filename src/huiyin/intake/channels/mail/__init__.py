"""E-mail: notices out by SMTP, people's letters in by IMAP."""
