states link.state --to LINK_OPEN
