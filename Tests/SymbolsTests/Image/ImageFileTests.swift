internal import Foundation
internal import Glibc
internal import Symbols
internal import Testing

@Suite struct ImageFileTests {
  @Test func `reads sections and the build's identity`() throws {
    let image = try ImageFile(path: Fixture.path)
    #expect(image.buildIdentity == "00112233445566778899aabbccddeeff01234567")
    let text = try #require(image.section(named: ".text"))
    #expect(text.isExecutable)
    #expect(text.contains(text.address))
    #expect(!text.contains(LinkAddress(text.address.rawValue + text.byteCount)))
    #expect(try #require(image.section(named: ".data")).isExecutable == false)
    #expect(image.section(named: ".nothing") == nil)
  }

  @Test func `says that a file is missing or a folder`() {
    #expect(throws: ImageError.unreadable(path: "/nonexistent/image", code: ENOENT)) {
      try ImageFile(path: "/nonexistent/image")
    }
    #expect(throws: ImageError.unreadable(path: "/tmp", code: EISDIR)) {
      try ImageFile(path: "/tmp")
    }
  }

  @Test(arguments: ["", "\u{7f}EL", "#!/bin/sh\n"])
  func `refuses what is no ELF file`(contents: String) {
    #expect(throws: ImageError.notELF(path: "file")) {
      try ImageFile(path: "file", bytes: Array(contents.utf8))
    }
  }

  @Test func `refuses an ELF file for another processor`() throws {
    var bytes = try Fixture.bytes()
    bytes[18] = 183
    #expect(throws: ImageError.wrongMachine(path: "arm")) {
      try ImageFile(path: "arm", bytes: bytes)
    }
  }

  @Test func `reads nothing of a section that lies beyond all files`() throws {
    let text = try #require(try ImageFile(path: Fixture.path).section(named: ".text"))
    var bytes = try Fixture.bytes()
    func word(_ place: Int) -> UInt64 {
      bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    // Source: System V ABI, chapter 4, section header: address, offset and size from byte 16 on.
    for header in stride(from: Int(word(40)), through: bytes.count - 64, by: 64)
    where word(header + 16) == text.address.rawValue {
      bytes.replaceSubrange(header + 24..<header + 40, with: [UInt8](repeating: 0xff, count: 16))
    }
    let image = try ImageFile(path: "damaged", bytes: bytes)
    #expect(image.section(named: ".text")?.byteCount == .max)
    for address in [text.address, LinkAddress(.max - 4), LinkAddress(.max)] {
      for count in [1, 8, .max] { #expect(image.bytes(at: address, count: count) == nil) }
    }
  }

  @Test func `needs debug information only to symbolise`() throws {
    var bytes = try Fixture.bytes()
    // Another name for the section of the same length: it is looked up by its name.
    let name = Array(".debug_info".utf8)
    let place = try #require((0..<bytes.count - 11).first { Array(bytes[$0..<$0 + 11]) == name })
    bytes[place + 1] = UInt8(ascii: "x")
    let image = try ImageFile(path: "stripped", bytes: bytes)
    #expect(throws: ImageError.noDebugInformation(path: "stripped")) { try Symboliser(image) }
    #expect(!SymbolTable(of: image).symbols.isEmpty)
  }
}
