// Tests of Machine, at the paths of its sources.
