internal import Machine
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct WatchListTests {
  @Test func `sees what a change concerns, once`() throws {
    let folder = try TemporaryFolder()
    try folder.write("1", to: "Sources/Net/A.swift")
    try folder.write("1", to: "IntegrationTests/x/test.yaml")
    try folder.write("1", to: "IntegrationTests/y/test.yaml")
    let services = ["x", "y"].map {
      ServiceFolder(path: "\(folder.path)/IntegrationTests/\($0)", packageRoot: folder.path)
    }
    var list = WatchList(packageRoot: folder.path) { services }
    #expect(list.look() == nil)
    try folder.write("12", to: "IntegrationTests/y/test.yaml")
    #expect(list.look() == .services([services[1].path]))
    #expect(list.look() == nil)
    try folder.write("1", to: "IntegrationTests/x/Files/new")
    #expect(list.look() == .services([services[0].path]))
    try folder.write("12", to: "Sources/Net/A.swift")
    #expect(list.look() == .everything)
    try folder.write("1", to: "Tools/pack-files")
    #expect(list.look() == .everything)
    try folder.write("1", to: "Tools/Toolsets/kernel.json")
    #expect(list.look() == .everything)
    try folder.remove("Sources/Net/A.swift")
    #expect(list.waitForChange { false } == .everything)
    #expect(list.waitForChange { true } == nil)
  }

  @Test func `a file that some tests share concerns those, from the manifest's word on`() throws {
    let folder = try TemporaryFolder()
    try folder.write("1", to: "IntegrationTests/gdb/rsp.py")
    try folder.write("tools: [gdb]", to: "IntegrationTests/gdb/x/test.yaml")
    try folder.write("{}", to: "IntegrationTests/y/test.yaml")
    try folder.write("1", to: "Tools/gdb/load.py")
    let services = ["gdb/x", "y"].map {
      ServiceFolder(path: "\(folder.path)/IntegrationTests/\($0)", packageRoot: folder.path)
    }
    var list = WatchList(packageRoot: folder.path) { services }
    #expect(list.look() == nil)
    try folder.write("12", to: "IntegrationTests/gdb/rsp.py")
    #expect(list.look() == .services([services[0].path]))
    try folder.write("12", to: "Tools/gdb/load.py")
    #expect(list.look() == .services([services[0].path]))
    try folder.write("tools: [gdb]", to: "IntegrationTests/y/test.yaml")
    #expect(list.look() == .services([services[1].path]))
    try folder.write("123", to: "Tools/gdb/load.py")
    #expect(list.look() == .services(Set(services.map(\.path))))
    #expect(list.look() == nil)
  }

  @Test func `what the runs write, and what tools leave, is no change`() throws {
    let folder = try TemporaryFolder()
    let root = folder.path
    let path = "IntegrationTests/gdb/x"
    try folder.write("1", to: "\(path)/test.yaml")
    try folder.write("1", to: "Sources/A.swift")
    let service = ServiceFolder(path: "\(root)/\(path)", packageRoot: root)
    let outputs = ["\(path)/new/a.html", "IntegrationTests/gdb/a.xml", "Sources/a.coverage"]
    var list = WatchList(packageRoot: root, outputs: outputs.map { "\(root)/\($0)" }) { [service] }
    let left = ["\(path)/__pycache__/a", "\(path)/a.pyc", "\(path)/.git/index"]
    for name in [outputs[0], outputs[1], "\(outputs[2])/tests.map"] + left {
      try folder.write("1", to: name)
      #expect(list.look() == nil, "\(name)")
    }
    try folder.write("1", to: "\(path)/new/b.html")
    #expect(list.look() == .services([service.path]))
    try folder.write("1", to: "IntegrationTests/gdb/b.xml")
    #expect(list.look() == .services([service.path]))
  }

  @Test func `takes what comes piece by piece for one change`() throws {
    let folder = try TemporaryFolder()
    let root = folder.path
    var pieces: [String] = []
    var list = WatchList(packageRoot: root) {
      if let piece = pieces.popLast() {
        try? folder.write("1", to: "IntegrationTests/\(piece)/test.yaml")
      }
      return ServiceFolder.find(at: "\(root)/IntegrationTests", packageRoot: root)
    }
    pieces = ["c", "b", "a"]
    let paths = ["a", "b", "c"].map { "\(root)/IntegrationTests/\($0)" }
    #expect(list.waitForChange { false } == .services(Set(paths)))
    #expect(list.look() == nil)
  }

  @Test func `does not wait for what changes all the time, nor once it is to stop`() throws {
    let folder = try TemporaryFolder()
    var looks = 0
    var list = WatchList(packageRoot: folder.path) {
      looks += 1
      try? folder.write(String(repeating: "1", count: looks), to: "Sources/Net/A.swift")
      return []
    }
    #expect(list.waitForChange { looks > 3 } == nil)
    #expect(looks == 4)
    #expect(list.waitForChange { false } == .everything)
  }

  @Test func `finds services that are made, and forgets those that are gone`() throws {
    let folder = try TemporaryFolder()
    try folder.write("1", to: "IntegrationTests/x/test.yaml")
    let root = folder.path
    var list = WatchList(packageRoot: root) {
      ServiceFolder.find(at: "\(root)/IntegrationTests", packageRoot: root)
    }
    #expect(list.look() == nil && list.services.map(\.name) == ["x"])
    for _ in 1...2 {
      try folder.write("1", to: "IntegrationTests/net/new/test.yaml")
      #expect(list.look() == .services(["\(root)/IntegrationTests/net/new"]))
      #expect(list.services.map(\.name) == ["net/new", "x"])
      #expect(list.look() == nil)
      try folder.remove("IntegrationTests/net/new")
      #expect(list.look() == .services(["\(root)/IntegrationTests/net/new"]))
      #expect(list.look() == nil && list.services.map(\.name) == ["x"])
    }
  }

  @Test func `the list of known failures concerns those of whom it says something else`() throws {
    let folder = try TemporaryFolder()
    let services = ["x", "y"].map {
      ServiceFolder(path: "\(folder.path)/IntegrationTests/\($0)", packageRoot: folder.path)
    }
    let tests = services.map {
      TestCase(service: $0, manifest: .success(Manifest()), machine: .microvm)
    }
    let entry = "- {test: x, reason: r, until: 2999-01-01}\n"
    let path = "IntegrationTests/expectations.yaml"
    var list = WatchList(packageRoot: folder.path) { services }
    try folder.write(entry, to: path)
    var latest = list.look()
    #expect(latest?.concerns(tests[0]) == true)
    try folder.write("# Why.\n" + entry, to: path)
    #expect(list.look() == nil)
    try folder.write("- {", to: path)
    latest = list.look()
    var change = try #require(latest)
    #expect(tests.allSatisfy(change.concerns))
    // What was only half written concerns no more than what was written then.
    try folder.remove(path)
    latest = list.look()
    change.add(try #require(latest))
    #expect(tests.map(change.concerns) == [true, false])
    #expect(list.look() == nil)
    var other = WatchList(packageRoot: folder.path, quarantinePath: "\(folder.path)/mine") {
      services
    }
    try folder.write(entry, to: path)
    #expect(other.look() == nil)
    try folder.write(entry, to: "mine")
    latest = other.look()
    #expect(latest?.concerns(tests[0]) == true)
  }

  @Test func `a list of known failures that makes sense again is a change`() throws {
    let folder = try TemporaryFolder()
    let service = ServiceFolder(path: "\(folder.path)/IntegrationTests/x", packageRoot: folder.path)
    let test = TestCase(service: service, manifest: .success(Manifest()), machine: .microvm)
    let path = "IntegrationTests/expectations.yaml"
    let entry = "- {test: x, reason: r, until: 2999-01-01}\n"
    try folder.write(entry, to: path)
    var list = WatchList(packageRoot: folder.path) { [service] }
    try folder.write("- {", to: path)
    var latest = list.look()
    #expect(latest?.concerns(test) == true)
    // What else has changed meanwhile waits for this.
    try folder.write(entry, to: path)
    latest = list.look()
    #expect(latest?.concerns(test) == false)
    #expect(list.look() == nil)
  }

  @Test(arguments: [nil, "mine"])
  func `a list that was named and is missing makes no sense`(name: String?) throws {
    let folder = try TemporaryFolder()
    let service = ServiceFolder(path: "\(folder.path)/IntegrationTests/x", packageRoot: folder.path)
    let test = TestCase(service: service, manifest: .success(Manifest()), machine: .microvm)
    let path = name ?? "IntegrationTests/expectations.yaml"
    try folder.write("# None.\n", to: path)
    let own = name.map { "\(folder.path)/\($0)" }
    var list = WatchList(packageRoot: folder.path, quarantinePath: own) { [service] }
    try folder.remove(path)
    #expect(list.look() == nil)
    // Nothing could be run meanwhile; what has changed has its turn now.
    try folder.write("# None.\n", to: path)
    let latest = list.look()
    #expect((latest != nil) == (name != nil) && latest?.concerns(test) != true)
    #expect(list.look() == nil)
  }

  @Test func `the baseline concerns those who count, unless it is written by the runs`() throws {
    let folder = try TemporaryFolder()
    let services = ["x", "y"].map {
      ServiceFolder(path: "\(folder.path)/IntegrationTests/\($0)", packageRoot: folder.path)
    }
    var tests = services.map {
      TestCase(service: $0, manifest: .success(Manifest()), machine: .microvm)
    }
    var manifest = Manifest()
    manifest.steps = [Step(.measure(MeasureStep(name: "start", span: .start)))]
    tests[0].manifest = .success(manifest)
    let path = "IntegrationTests/baseline.yaml"
    var list = WatchList(packageRoot: folder.path) { services }
    var writing = WatchList(packageRoot: folder.path, comparesCounts: false) { services }
    try folder.write("x: {start: 1}\ny: {start: 1}\n", to: path)
    var latest = list.look()
    var change = try #require(latest)
    #expect(tests.map(change.concerns) == [true, false])
    try folder.write("# Why.\nx: {start: 1}\n", to: path)
    latest = list.look()
    #expect(latest.map { tests.map($0.concerns) } ?? [false, false] == [false, false])
    try folder.write("x: {", to: path)
    latest = list.look()
    change.add(try #require(latest))
    try folder.remove(path)
    latest = list.look()
    change.add(try #require(latest))
    #expect(tests.map(change.concerns) == [false, false])
    #expect(list.look() == nil && writing.look() == nil)
  }

  @Test func `after a baseline that made no sense those who count have their turn again`() throws {
    let folder = try TemporaryFolder()
    let service = ServiceFolder(path: "\(folder.path)/IntegrationTests/x", packageRoot: folder.path)
    var manifest = Manifest()
    manifest.steps = [Step(.measure(MeasureStep(name: "start", span: .start)))]
    let test = TestCase(service: service, manifest: .success(manifest), machine: .microvm)
    let path = "IntegrationTests/baseline.yaml"
    try folder.write("x: {start: 1}\n", to: path)
    var list = WatchList(packageRoot: folder.path) { [service] }
    // Each of these changes has its turn, and the test fails by the first.
    for text in ["x: {", "x: {start: 1}\n"] {
      try folder.write(text, to: path)
      let latest = list.look()
      #expect(latest?.concerns(test) == true)
    }
    #expect(list.look() == nil)
  }

  @Test func `a baseline that the runs write beside a service is no change of it`() throws {
    let folder = try TemporaryFolder()
    try folder.write("1", to: "mine/test.yaml")
    let service = ServiceFolder(path: "\(folder.path)/mine", packageRoot: "/p")
    var list = WatchList(packageRoot: "/p") { [service] }
    var writing = WatchList(packageRoot: "/p", comparesCounts: false) { [service] }
    try folder.write("mine: {start: 1}\n", to: "mine/baseline.yaml")
    #expect(list.look() == .services([service.path]))
    #expect(writing.look() == nil)
    try folder.write("12", to: "mine/test.yaml")
    #expect(writing.look() == .services([service.path]))
  }

  @Test func `changes that have not had their turn add up`() {
    let tests = ["x", "y", "z"].map {
      TestCase(
        service: ServiceFolder(path: "/p/IntegrationTests/\($0)", packageRoot: "/p"),
        manifest: .success(Manifest()), machine: .microvm)
    }
    var change = WatchList.Change.services([tests[0].service.path])
    change.add(.services([tests[1].service.path]))
    #expect(tests.map(change.concerns) == [true, true, false])
    change.add(.everything)
    #expect(tests.allSatisfy(change.concerns))
  }
}
