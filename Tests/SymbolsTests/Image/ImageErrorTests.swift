internal import Symbols
internal import Testing

@Suite struct ImageErrorTests {
  @Test(arguments: [
    (
      ImageError.unreadable(path: "a.elf", code: 2),
      "cannot read the image a.elf: No such file or directory"
    ),
    (.notELF(path: "a.txt"), "a.txt is not an ELF file"),
    (.wrongMachine(path: "a.elf"), "a.elf is an ELF file, but not for x86-64"),
    (
      .noDebugInformation(path: "a.elf"),
      "a.elf has no debug information: build it with -g and do not strip it"
    ),
    (.damaged(path: "a.elf", reason: "invalid data"), "a.elf is damaged: invalid data"),
  ])
  func `says what is wrong`(error: ImageError, text: String) {
    #expect("\(error)" == text)
  }
}
