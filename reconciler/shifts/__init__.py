"""Who is on call: pure arithmetic from the file to shifts, with no knowledge of PagerDuty."""
