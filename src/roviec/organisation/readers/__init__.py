"""Files of the register, read into lines. No database: what a line means is decided by `actions.registers`."""
