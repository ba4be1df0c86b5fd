internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct InputListingTests {
  /// A folder with a few sources, removed with the value.
  private struct Sources {
    private let folder: TemporaryFolder
    var path: String { folder.path }

    init() throws {
      folder = try TemporaryFolder()
      try write("a/One.swift", "1")
      try write("a/Two.swift", "2")
      try write("b/Three.swift", "3")
    }

    func write(_ name: String, _ text: String) throws { try folder.write(text, to: name) }

    func remove(_ name: String) throws { try folder.remove(name) }

    var listing: InputListing {
      var listing = InputListing()
      listing.add(path, as: "Sources", excluding: { $0 == "Sources/b" })
      return listing
    }
  }

  @Test func `nothing changed means no change`() throws {
    let sources = try Sources()
    #expect(sources.listing.change(since: sources.listing) == nil)
    #expect(sources.listing.lines.count == 2)
  }

  @Test func `knows whether a file is still what it was`() throws {
    let sources = try Sources()
    let (path, name) = ("\(sources.path)/a/One.swift", "Sources/a/One.swift")
    let listing = sources.listing
    #expect(listing.holds(path, as: name))
    #expect(!listing.holds(path, as: "another"))
    try sources.write("a/One.swift", "changed")
    #expect(!listing.holds(path, as: name))
    try sources.remove("a/One.swift")
    #expect(!listing.holds(path, as: name))
  }

  @Test func `leaves hidden files out unless all are asked for`() throws {
    let sources = try Sources()
    try sources.write(".hidden/x", "")
    try sources.write("a/.hidden", "")
    #expect(sources.listing.lines.count == 2)
    var all = InputListing()
    all.addAll(sources.path, as: "Files")
    #expect(all.lines.count == 5)
  }

  @Test func `survives being stored`() throws {
    let listing = try Sources().listing
    #expect(InputListing(parsing: listing.text) == listing)
  }

  @Test func `sees a change, a new file and a deleted one`() throws {
    let sources = try Sources()
    let before = sources.listing
    try sources.write("a/One.swift", "changed")
    #expect(sources.listing.change(since: before) == "Sources/a/One.swift changed")
    let changed = sources.listing
    try sources.write("a/Three.swift", "")
    #expect(sources.listing.change(since: changed) == "Sources/a/Three.swift is new")
    let extended = sources.listing
    try sources.remove("a/Two.swift")
    #expect(sources.listing.change(since: extended) == "Sources/a/Two.swift is gone")
  }

  @Test func `sees contents of the same size by their time`() throws {
    let sources = try Sources()
    let before = sources.listing
    let past = Date(timeIntervalSince1970: 1_000_000)
    try FileManager.default.setAttributes(
      [.modificationDate: past], ofItemAtPath: "\(sources.path)/a/One.swift")
    #expect(sources.listing.change(since: before) == "Sources/a/One.swift changed")
  }

  @Test func `does not look where it is told not to, nor at hidden files`() throws {
    let sources = try Sources()
    let before = sources.listing
    try sources.write("b/Four.swift", "4")
    try sources.write("a/.One.swift.swp", "x")
    #expect(sources.listing == before)
  }

  @Test func `the order in which things were added is no change`() throws {
    let sources = try Sources()
    var (first, second) = (sources.listing, InputListing())
    first.add(fact: "configuration\tdebug")
    second.add(fact: "configuration\tdebug")
    second.add(sources.path, as: "Sources", excluding: { $0 == "Sources/b" })
    #expect(first != second)
    #expect(first.change(since: second) == nil)
  }

  @Test func `a fact counts like a file`() throws {
    var first = InputListing()
    first.add(fact: "configuration\tdebug")
    var second = InputListing()
    second.add(fact: "configuration\trelease")
    #expect(second.change(since: first) == "configuration changed")
  }
}
