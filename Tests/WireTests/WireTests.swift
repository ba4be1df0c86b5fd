// Tests of Wire, at the paths of its sources.
