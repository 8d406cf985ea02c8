"""The recurrent matting networks: one interface, states in and states out."""
