"""Onboarding: self-service sign-up of a tenant by e-mail, where the installation allows it."""
