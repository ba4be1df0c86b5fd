// Tests of Net, at the paths of its sources.
