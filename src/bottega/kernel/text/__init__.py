"""Text: folding for comparison, confusable letters, telephone numbers, localization."""
