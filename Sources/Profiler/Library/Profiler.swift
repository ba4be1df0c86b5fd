// Profiler: from samples of a running guest to reports and pictures.
//
//   Recording   what a sample is, where samples come from, and a session of them in memory
//   File        the recording as a file that survives a crash of whoever writes it
//   Outside     samples of a guest that has no sampler, taken by stopping it
//   Profile     samples with names: functions, inline chains, modules, filters
//   Tree        calls by weight: from the entry down, or from the leaf up
//   Report      text: top, callers, callees, tree, annotated source, comparisons
//   Export      files for other programs, and pictures
//   Live        what is shown while the guest runs: terminal, browser, push
//
// Knows guests only through `SampleSource`; names come from the image alone, matched by build
// identity. Readers of files believe nothing: what is damaged gives an error or ends early.
