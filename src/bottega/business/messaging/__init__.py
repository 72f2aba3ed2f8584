"""Messages between two people of a studio. Nobody else reads them, whatever they may do otherwise."""
