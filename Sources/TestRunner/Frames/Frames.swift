// Frames: what is on the wire between a guest and its host, seen by somebody who trusts neither.
//
// Parsing here is written anew and shares nothing with the stack of the image: an oracle that has
// the parser of the code under test has its bugs, too. Nothing here knows a clock, a descriptor or
// a random source: frames and times come in; findings, texts, files and frames go out.
