"""Pages: what people see. The templates and styles both kinds of page share live here."""
