// Tests of Drivers, at the paths of its sources.
