"""The user's packs: found in one folder, asked about, read again when they change."""
