"""Money of a contract: price, payments, balance, schedule coverage, settlement and dissolution."""
