"""Lists of annual reports drawn at random: such as go on, in ways put together from parts, and such as are whole."""
