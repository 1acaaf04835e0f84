"""The documents that are written from what the project registers, so that they can't drift."""
