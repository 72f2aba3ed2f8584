"""Lists of people, companies and contacts, with search and order of encrypted names."""
