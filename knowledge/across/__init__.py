"""Several reports at once: what stays the same indicator over months and bodies, and what follows from its figures."""
