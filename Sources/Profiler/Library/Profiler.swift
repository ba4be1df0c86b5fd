// Profiler: samples of a running guest become a picture of where its time goes.
//
//   Samples     what all sources of samples have in common: `Sample`, `SampleSource`
//   Attach      samples from the ring of a guest's sampler, alive or dead
