// Tests of Symbols, at the paths of its sources.
