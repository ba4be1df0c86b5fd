// Tests of Core, at the paths of its sources.
