// Tests of TestRunner, at the paths of its sources.
