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
    var list = WatchList(services, packageRoot: folder.path)
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
    var list = WatchList(services, packageRoot: folder.path)
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
}
