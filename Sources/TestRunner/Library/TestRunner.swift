// TestRunner: manifest, plan, steps, verdicts and reporters.
//
// A plan is a value made before anything runs; the runner posts events; reporters consume them.
