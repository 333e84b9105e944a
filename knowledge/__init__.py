"""What reports say: reading, extracting, checking, storing and answering. No chat and no sentence for people."""
