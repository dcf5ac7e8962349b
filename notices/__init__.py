"""Who should hear of what happened: following, the inbox, mail at once and in digests."""
