"""What is true over time: documents read, reports versioned, deadlines judged.

Knows no site and opens no socket but the alert channels.
"""
