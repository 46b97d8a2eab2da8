"""Who could take shifts of somebody who is away, and the lines of the file that say so."""
