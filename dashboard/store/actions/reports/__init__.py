"""What people do with reports: ask for one, remark, review, put on an agenda, publish, withdraw."""
