"""What a report's facts can be found by. Ranks, never decides."""
