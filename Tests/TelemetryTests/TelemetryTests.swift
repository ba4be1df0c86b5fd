// Tests of Telemetry, at the paths of its sources.
