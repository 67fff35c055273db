"""What a decision does to customers: questionnaire, conditions, scoring, levels. Pure, no table."""
