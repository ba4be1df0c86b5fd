// Symbols: address to function, inline chain, file and line, from an image's debug information.
