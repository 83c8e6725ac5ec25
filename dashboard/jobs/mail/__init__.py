"""Mail: what is in it, with the rights of its reader as they are when it is sent, and handing it to a mail server."""
