"""What is taken out of a question before its words are matched: period, organisation, what is wanted."""
