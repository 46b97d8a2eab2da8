"""What the shifts mean for people: whether they are spread fairly, and which hours are paid as what."""
