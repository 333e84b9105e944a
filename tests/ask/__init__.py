"""Questions on real reports: slots, what is wanted, what is decided, what is refused."""
