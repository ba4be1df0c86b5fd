// Tests of DNS, at the paths of its sources.
