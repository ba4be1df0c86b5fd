internal import Foundation
internal import Testing

@testable internal import GDBStub

@Suite struct TargetDescriptionTests {
  private let guest = Debuggee()

  /// Reads a document in pieces of some size.
  private func read(_ name: String, pieces: Int) -> String {
    var text = ""
    for _ in 0..<2000 {
      let offset = String(text.utf8.count, radix: 16)
      let reply = guest.ask("qXfer:\(name):\(offset),\(String(pieces, radix: 16))")
      text += reply.dropFirst()
      if reply.first != "m" { break }
    }
    return text
  }

  @Test(arguments: [100, 0x1000])
  func `names as many registers as there are, whatever pieces are asked for`(pieces: Int) {
    let text = read("features:read:target.xml", pieces: pieces)
    #expect(text.hasPrefix("<?xml") && text.hasSuffix("</target>"))
    #expect(text.components(separatedBy: "<reg name=").count - 1 == Register.count)
    #expect(text.contains("<field name=\"IE\" start=\"0\" end=\"0\"/>"))
    #expect(text.contains("<reg name=\"st7\" bitsize=\"80\" type=\"i387_ext\"/>"))
  }

  /// None of AVX: the kernel does not switch CR4.OSXSAVE on.
  @Test func `has the features that the processor has as the kernel sets it up`() {
    let text = read("features:read:target.xml", pieces: 0x1000)
    let features = text.components(separatedBy: "<feature name=\"").dropFirst().map {
      String($0.prefix { $0 != "\"" })
    }
    #expect(
      features == [
        "org.gnu.gdb.i386.core", "org.gnu.gdb.i386.sse", "org.gnu.gdb.i386.segments",
        "org.swiftlet.system",
      ])
    #expect(text.contains("<architecture>i386:x86-64</architecture><osabi>none</osabi>"))
  }

  @Test func `has registers of the sizes that it says`() throws {
    let text = read("features:read:target.xml", pieces: 0x1000)
    let sizes = text.components(separatedBy: "bitsize=\"").dropFirst().map {
      Int($0.prefix { $0 != "\"" }) ?? 0
    }
    for (number, size) in sizes.enumerated() {
      #expect(Register(number)?.byteCount == size / 8, "register \(number)")
    }
  }

  @Test func `names the memory`() {
    let text = read("memory-map:read:", pieces: 0x1000)
    #expect(text.contains("<memory type=\"ram\" start=\"0x1000\" length=\"0x4000\"/>"))
  }

  /// As lldb walks through memory in search of a hole.
  @Test func `says of each address what is there, up to the last one`() {
    guest.machine.far = [UInt8](repeating: 0, count: 0x1000)
    var (address, replies): (UInt64, [String]) = (0, [])
    while address < .max, replies.count < 20 {
      replies.append(guest.ask("qMemoryRegionInfo:" + String(address, radix: 16)))
      let size = replies.last?.split(separator: ";").last { $0.hasPrefix("size:") }
      address += UInt64(size?.dropFirst(5) ?? "", radix: 16) ?? 0
    }
    #expect(
      replies == [
        "start:0;size:1000;", "start:1000;size:1000;permissions:rx;",
        "start:2000;size:3000;permissions:rw;", "start:5000;size:7fffb000;",
        "start:80000000;size:1000;permissions:rw;", "start:80001000;size:7dff7ffff000;",
        "start:7e0000000000;size:10000000000;permissions:rw;",
        "start:7f0000000000;size:ffff80ffffffffff;",
      ])
    #expect(guest.ask("qMemoryRegionInfo:1fff") == replies[1])
    #expect(guest.ask("qMemoryRegionInfo:2000") == replies[2])
    #expect(guest.ask("qMemoryRegionInfo:") == "E16")
  }

  @Test func `has one thread`() {
    #expect(read("threads:read:", pieces: 20).contains("<thread id=\"1\""))
    #expect(guest.ask("T1") == "OK")
    #expect(guest.ask("T2") == "E01")
    #expect(guest.ask("qThreadExtraInfo,1") == "70726f636573736f72")
  }
}
