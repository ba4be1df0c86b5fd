// Symbols: address to function, inline chain, file and line, from an image's debug information.
//
//   Image       the ELF file: sections, build identity, symbols
//   Debug       DWARF through elfutils' libdw, which knows nothing of speed: each unit is indexed
//               once, when the first address in it is asked for
//   Names       demangling, and a short form for reports
//   Stack       stacks of a guest that stands still, read from its memory
//   Backtrace   a symbolised stack, and how it reads
//
// Knows no guest and no QEMU: memory is read through a closure. No type here may be used from two
// threads at a time, as libdw may not. elfutils 0.188 finds units by `.debug_aranges` alone, which
// Swift does not write; nothing here relies on it.
